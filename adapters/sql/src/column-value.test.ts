import { AdapterError } from '@amanah/adapter-api';
import { expect, test } from 'vitest';
import { fromCell, toSqlValue } from './column-value.ts';
import type { ColumnKind } from './dialects/dialect.ts';

test.each<[ColumnKind, unknown, unknown]>([
  ['text', 'x', 'x'],
  ['text', null, null],
  ['text', undefined, null],
  ['bigint', '9223372036854775807', '9223372036854775807'],
  ['bigint', 5, '5'],
  ['decimal', '-12.50', '-12.50'],
  ['integer', 5, 5],
  ['integer', '5', 5],
  ['float', 0.5, 0.5],
  ['boolean', true, true],
  ['binary', 'AP8=', Buffer.from([0, 255])],
  ['date', '2026-11-27', '2026-11-27'],
])('%s %s is sent as it is', (kind, value, expected) => {
  expect(toSqlValue({ kind }, value, '/x')).toEqual(expected);
});

test.each<[ColumnKind, unknown]>([
  ['text', { a: 1 }],
  ['text', ['a']],
  ['text', 'a\0b'],
  ['text', 'a\ud800'],
  ['bigint', '5; DROP TABLE t'],
  ['decimal', '1e5'],
  ['integer', 1.5],
  ['integer', ''],
  ['integer', 'x'],
  ['float', 'x'],
  ['float', Number.NaN],
  ['boolean', 1],
  ['binary', 'not base64!'],
  ['binary', 5],
])('%s %s is refused with its place, and nothing is sent', (kind, value) => {
  const refused = () => toSqlValue({ kind }, value, '/where/x');
  expect(refused).toThrow(AdapterError);
  expect(refused).toThrow(
    expect.objectContaining({ outcome: 'input-invalid', reached: 'no', findings: [expect.objectContaining({ path: '/where/x' })] }) as Error,
  );
});

test('bytes are base64, or text where their set is known; text instead of bytes is a broken contract', () => {
  expect(fromCell(undefined, Buffer.from([0, 255]))).toBe('AP8=');
  expect(fromCell({ name: 'x', charset: 'windows-1256' }, Buffer.from([0xc7]))).toBe('ا');
  expect(fromCell({ name: 'x', charset: 'windows-1256' }, null)).toBeNull();
  expect(() => fromCell({ name: 'x', charset: 'windows-1256' }, 'ا')).toThrow(/came as string/);
});
