import { describe, expect, test } from 'vitest';
import { rowsOf } from './rows-fixture.ts';
import { xlsx } from './xlsx-fixture.ts';

const kind = {
  format: 'xlsx',
  pattern: '*.xlsx',
  fields: {
    number: { from: 'رقم الرخصة', required: true },
    shop: { from: 'المحل' },
    issued: { from: 'تاريخ الإصدار', type: 'date', format: 'dd/MM/yyyy' },
    area: { from: 'المساحة', type: 'number' },
    open: { from: 'مفتوح', type: 'boolean' },
  },
} as const;
const headings = { A1: 'رقم الرخصة', B1: 'المحل', C1: 'تاريخ الإصدار', D1: 'المساحة', E1: 'مفتوح' };
const dated = (serial: number, style: number) => ({ xml: `<c s="${style}"><v>${serial}</v></c>` });

test('texts, numbers, dates and truths of a sheet, with Arabic digits, in rows with gaps', async () => {
  const file = xlsx({
    ورقة1: {
      ...headings,
      A2: '1448/1',
      B2: 'بقالة & "النخيل"',
      C2: dated(46_331, 1),
      D2: '٨٠٫٥',
      E2: true,
      A3: { xml: '<c t="inlineStr"><is><t>1448/2</t></is></c>' },
      C3: '٠٥/١١/٢٠٢٦',
      D3: { xml: '<c t="str"><f>D2*2</f><v>161</v></c>' },
      A7: { xml: '<c><v>1.0203040506E10</v></c>' },
      C7: dated(46_331.5, 2),
      D7: dated(3, 3),
    },
  });
  const { values, lines } = await rowsOf(kind, file, { size: 100 });
  expect(values).toEqual([
    { number: '1448/1', shop: 'بقالة & "النخيل"', issued: '2026-11-05', area: 80.5, open: true },
    { number: '1448/2', shop: null, issued: '2026-11-05', area: 161, open: null },
    { number: '10203040506', shop: null, issued: '2026-11-05', area: 3, open: null },
  ]);
  expect(lines).toEqual([2, 3, 7]);
});

test('days are counted from 1904 where the workbook says so, and 1900 has its extra day', async () => {
  const one = { format: 'xlsx', pattern: '*', fields: { d: { type: 'date' } } } as const;
  expect((await rowsOf(one, xlsx({ s: { A1: 'd', A2: dated(1, 1) } }, { date1904: true }))).values).toEqual([{ d: '1904-01-02' }]);
  expect(
    (await rowsOf(one, xlsx({ s: { A1: 'd', A2: dated(1, 1), A3: dated(61, 1), A4: { xml: '<c t="d"><v>2026-11-05T00:00:00Z</v></c>' } } }))).values,
  ).toEqual([{ d: '1900-01-01' }, { d: '1900-03-01' }, { d: '2026-11-05' }]);
});

test('a sheet is chosen by name and its headings by their row; a bad cell rejects its row alone', async () => {
  const file = xlsx({
    غلاف: { A1: 'تقرير' },
    الرخص: { A1: 'تقرير ليلي', A3: 'رقم الرخصة', B3: 'المساحة', A4: '1', B4: { xml: '<c t="e"><v>#N/A</v></c>' }, A5: '2', B5: 4 },
  });
  const { values, rejected } = await rowsOf({ ...kind, sheet: ' الرخص', headerRow: 3 }, file);
  expect(values).toMatchObject([{ number: '2', area: 4 }]);
  expect(rejected).toEqual([{ line: 4, text: '1\t#N/A', reasons: [{ field: 'area', expected: 'a number', found: '#N/A' }] }]);
});

describe('what is no workbook of this kind is unreadable, and says why', () => {
  test.each([
    ['no zip file', Buffer.from('رقم الرخصة;المحل'), 'zip file is damaged'],
    ['a sheet that is not there', xlsx({ a: { A1: 'x' }, b: {} }), 'there is no sheet "الرخص"; the sheets are: a, b'],
    ['no headings in their row', xlsx({ الرخص: { A2: '1' } }), 'row 1 has no headings'],
    ['an empty sheet', xlsx({ الرخص: {} }), 'row 1 has no headings'],
    ['a text that is not in the table', xlsx({ الرخص: { ...headings, A2: { xml: '<c t="s"><v>999</v></c>' } } }), 'no text number 999'],
    ['a cell outside the sheet', xlsx({ الرخص: { ZZZ1: 1 } }), 'is no cell'],
    ['a document type', xlsx({ الرخص: { A1: { xml: '<!DOCTYPE x><c/>' } } }), /document type|well-formed/],
    ['a cut file', xlsx({ الرخص: headings }).subarray(0, 300), 'damaged or cut'],
  ])('%s', async (_what, file, why) => {
    await expect(rowsOf({ ...kind, sheet: 'الرخص' }, file, { size: 64 })).rejects.toThrow(why);
  });

  test('a file over the bound, and texts that unpack to more than memory may hold', async () => {
    const huge = xlsx({ s: { ...headings, A2: 'x'.repeat(34_000_000) } });
    const noBomb = { xlsxMebibytes: 1, unpackedTimes: 1_000_000 };
    await expect(rowsOf(kind, huge, { size: 65_536, bounds: noBomb })).rejects.toMatchObject({ outcome: 'too-large' });
    await expect(rowsOf(kind, Buffer.alloc(2_000_000), { size: 65_536, bounds: { xlsxMebibytes: 1 } })).rejects.toMatchObject({ outcome: 'too-large' });
  });
});

test.each([
  ['a text of its own', { xml: `<c t="str"><v>${'x'.repeat(5_000)}</v></c>` }],
  ['a text that cells share', 'x'.repeat(5_000)],
])('a row over the limit is rejected alone: %s', async (_what, A2) => {
  const { values, rejected } = await rowsOf(kind, xlsx({ s: { ...headings, A2, A3: '3' } }), { bounds: { rowBytes: 1_024 } });
  expect(values).toMatchObject([{ number: '3' }]);
  expect(rejected).toMatchObject([{ line: 2, reasons: [{ expected: 'at most 1024 characters' }] }]);
});
