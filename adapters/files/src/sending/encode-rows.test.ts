import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { outgoingSchema } from '../kind.ts';
import { rowsOf } from '../rows/rows-fixture.ts';
import { encodeRows } from './encode-rows.ts';

type Given = z.input<typeof outgoingSchema>;
const encode = (kind: Omit<Given, 'name'>, rows: readonly Record<string, unknown>[]) => encodeRows(outgoingSchema.parse({ name: 'a-{key}', ...kind }), rows);
const fields = {
  number: { from: 'رقم' },
  issued: { from: 'تاريخ', type: 'date', format: 'dd/MM/yyyy' },
  due: { from: 'هجري', type: 'hijri-date', format: 'yyyy/MM/dd' },
  fee: { from: 'الرسم', type: 'decimal' },
  state: { from: 'الحالة', codes: { '1': 'valid', '2': 'expired' } },
} as const;
const rows = [
  { number: '1448/1;"أ"\nب', issued: '2026-11-05', due: '1448/05/14', fee: '1440.00', state: 'expired' },
  { number: 'ب', issued: null, due: null, fee: null, state: null },
];

describe('what is written is read back as it was', () => {
  test.each([
    ['csv', {}, {}],
    ['csv', { delimiter: ';', encoding: 'windows-1256', header: true, lineEnd: '\n' }, { delimiter: ';', encoding: 'windows-1256' }],
    ['csv', { encoding: 'utf-16le', byteOrderMark: true }, {}],
    ['csv', { encoding: 'utf-8', byteOrderMark: true }, {}],
    ['json', { encoding: 'iso-8859-6' }, { encoding: 'iso-8859-6' }],
    ['jsonl', {}, {}],
  ] as const)('%s %j', async (format, shape, reading) => {
    const file = encode({ format, ...shape, fields }, rows);
    expect((await rowsOf({ format, pattern: '*', ...reading, fields } as never, file)).values).toEqual(rows);
  });

  test.each([{}, { encoding: 'windows-1256' }, { encoding: 'utf-16le', byteOrderMark: true }] as const)('xml %j', async (shape) => {
    const named = { number: { from: '@no' }, issued: { ...fields.issued, from: 'Issued' }, fee: { type: 'decimal' } } as const;
    const file = encode({ format: 'xml', ...shape, fields: named }, [{ number: `1 <&"'>`, issued: '2026-11-05', fee: null }]);
    expect((await rowsOf({ format: 'xml', pattern: '*', row: 'Rows/Row', fields: named }, file)).values).toEqual([
      { number: `1 <&"'>`, issued: '2026-11-05', fee: null },
    ]);
  });

  test('fixed width, numbers to the right', async () => {
    const placed = { name: { at: [7, 10] as [number, number] }, no: { at: [1, 5] as [number, number], type: 'integer' as const } };
    const file = encode({ format: 'fixed', encoding: 'windows-1256', fields: placed }, [{ name: 'بقالة', no: 17 }]);
    expect(file.toString('latin1')).toBe('   17 \xc8\xde\xc7\xe1\xc9     \r\n');
    expect((await rowsOf({ format: 'fixed', pattern: '*', encoding: 'windows-1256', fields: placed }, file)).values).toEqual([{ name: 'بقالة', no: 17 }]);
  });
});

test('columns stand by their numbers where they have some, and dates in their form', () => {
  const file = encode({ format: 'csv', header: false, fields: { b: { from: 2, type: 'date-time', format: 'd/M/yyyy H:mm:ss' }, a: { from: 1 } } }, [
    { a: 'x', b: '2026-01-05T07:08:09' },
  ]);
  expect(file.toString()).toBe('x,5/1/2026 7:08:09\r\n');
});

test.each<[string, Omit<Given, 'name'>, Record<string, unknown>, string]>([
  [
    'a character that the encoding does not have',
    { format: 'csv', encoding: 'iso-8859-6', fields: { a: {} } },
    { a: 'é' },
    'has characters that iso-8859-6 does not have',
  ],
  ['a word without a code', { format: 'csv', fields: { a: { codes: { '1': 'valid' } } } }, { a: 'lost' }, 'is none of valid'],
  ['what is no date', { format: 'csv', fields: { a: { type: 'date' } } }, { a: 'tomorrow' }, 'is no date in ISO 8601'],
  ['what is no Hijri date', { format: 'csv', fields: { a: { type: 'hijri-date' } } }, { a: '1448/13/01' }, 'is no Hijri date yyyy/MM/dd'],
  ['what is too long for its place', { format: 'fixed', fields: { a: { at: [1, 2] } } }, { a: 'abc' }, 'is longer than 2 characters'],
  ['a line end in a fixed line', { format: 'fixed', fields: { a: { at: [1, 9] } } }, { a: 'a\nb' }, 'has a line end'],
  ['a character that XML does not have', { format: 'xml', fields: { a: {} } }, { a: 'a\u0001' }, 'has characters that XML does not have'],
])('%s is told by its place, and nothing is written', (_what, kind, row, message) => {
  let thrown: unknown;
  try {
    encode(kind, [row]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ outcome: 'input-invalid', reached: 'no', findings: [{ path: '/rows/0/a', message }] });
});

test('moments have their form, or the usual one', () => {
  const kind = {
    format: 'csv',
    lineEnd: '\n',
    fields: { a: { type: 'date-time' }, b: { type: 'date-time', format: 'dd/MM/yyyy HH:mm' }, c: { type: 'date' } },
  } as const;
  expect(encode(kind, [{ a: '2026-11-27T09:05:03', b: '2026-11-27T09:05:03', c: '2026-11-27' }]).toString()).toBe(
    'a,b,c\n2026-11-27 09:05:03,27/11/2026 09:05,2026-11-27\n',
  );
});
