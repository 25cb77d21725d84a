import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { rowsOf } from './rows-fixture.ts';

const licences = {
  format: 'csv',
  pattern: 'licences-*.csv',
  delimiter: ';',
  fields: {
    number: { from: 'رقم الرخصة', required: true, pattern: '\\d{4}/\\d+' },
    shop: { from: 'اسم المحل', required: true, maxLength: 40 },
    expires: { from: 'تاريخ الانتهاء', type: 'hijri-date', format: 'dd/MM/yyyy' },
    area: { from: 'المساحة', type: 'integer', min: 1 },
    state: { from: 'الحالة', codes: { '1': 'valid', '2': 'expired' } },
  },
} as const;
const heading = 'رقم الرخصة;اسم المحل;تاريخ الانتهاء;المساحة;الحالة';

test.each(['windows-1256', 'iso-8859-6', 'utf-8', 'utf-16le', 'utf-16be'] as const)(
  'Arabic text in %s arrives as it was, in portions of any size',
  async (encoding) => {
    const file = iconv.encode(`${heading}\r\n1448/17;بقالة النخيل;09/11/1448;80;1\r\n`, encoding, { addBOM: encoding.startsWith('utf-16') });
    for (const size of [1, 3, 1_000]) {
      const { values, lines } = await rowsOf({ ...licences, encoding }, file, { size });
      expect(values).toEqual([{ number: '1448/17', shop: 'بقالة النخيل', expires: '09/11/1448', area: 80, state: 'valid' }]);
      expect(lines).toEqual([2]);
    }
  },
);

test('a byte order mark wins over the configured encoding', async () => {
  const { values } = await rowsOf({ ...licences, encoding: 'windows-1256' }, `\ufeff${heading}\n1448/1;مقهى;;;\n`);
  expect(values).toEqual([{ number: '1448/1', shop: 'مقهى', expires: null, area: null, state: null }]);
});

test('a bad row is kept aside with its line, its text and every reason, and the others go on', async () => {
  const { values, rejected } = await rowsOf(licences, `${heading}\n1448/1;مقهى;31/11/1448;صفر;3\n1448/2;محل;٠١/٠٢/١٤٤٨;٤٥;2\n;بلا رقم;;0;1\n1448/3;ناقص\n`);
  expect(values).toEqual([{ number: '1448/2', shop: 'محل', expires: '01/02/1448', area: 45, state: 'expired' }]);
  expect(rejected).toEqual([
    {
      line: 2,
      text: '1448/1;مقهى;31/11/1448;صفر;3',
      reasons: [
        { field: 'expires', expected: 'a Hijri date dd/MM/yyyy', found: '31/11/1448' },
        { field: 'area', expected: 'a whole number', found: 'صفر' },
        { field: 'state', expected: 'one of 1, 2', found: '3' },
      ],
    },
    {
      line: 4,
      text: ';بلا رقم;;0;1',
      reasons: [
        { field: 'number', expected: 'a value', found: '' },
        { field: 'area', expected: 'at least 1', found: '0' },
      ],
    },
    { line: 5, text: '1448/3;ناقص', reasons: [{ field: '', expected: '5 columns', found: '2 columns' }] },
  ]);
});

test('bytes that are none in the encoding cost their row alone', async () => {
  const file = Buffer.concat([Buffer.from(`${heading}\n1448/1;`), iconv.encode('محل', 'windows-1256'), Buffer.from(';;;1\n1448/2;سليم;;;1\n')]);
  const { values, rejected } = await rowsOf(licences, file);
  expect(values).toMatchObject([{ number: '1448/2', shop: 'سليم' }]);
  expect(rejected).toMatchObject([{ line: 2, reasons: [{ field: 'shop', expected: 'characters of the encoding' }] }]);
});

describe('quotes', () => {
  const plain = { format: 'csv', pattern: '*.csv', fields: { a: {}, b: {} } } as const;

  test.each([1, 2, 5, 1_000])('delimiters, doubled quotes and line ends inside them are text (portions of %d)', async (size) => {
    const { values, lines } = await rowsOf(plain, 'a,b\r\n"x, y","he said ""no"""\r\n"two\r\nlines",2\r\n5" pipe,""\r\nlast,"end"', { size });
    expect(values).toEqual([
      { a: 'x, y', b: 'he said "no"' },
      { a: 'two\r\nlines', b: '2' },
      { a: '5" pipe', b: null },
      { a: 'last', b: 'end' },
    ]);
    expect(lines).toEqual([2, 3, 5, 6]);
  });

  test.each([1, 4, 1_000])('one that is never closed costs its line, and what follows is read (portions of %d)', async (size) => {
    const { values, rejected } = await rowsOf(plain, 'a,b\n1,2\n"open,3\n4,5\n6,"7"\n8,9\n', { size });
    expect(values).toEqual([
      { a: '1', b: '2' },
      { a: '4', b: '5' },
      { a: '6', b: '7' },
      { a: '8', b: '9' },
    ]);
    expect(rejected).toEqual([{ line: 3, text: '"open,3', reasons: [{ field: '', expected: 'a row with matching "', found: '"open,3' }] }]);
  });

  test('one that is never closed does not hold the rest of a large file', async () => {
    const { values, rejected } = await rowsOf(plain, `a,b\n"open,3\n${'1,2\n'.repeat(5_000)}`, { size: 512, bounds: { rowBytes: 2_048 } });
    expect(values).toHaveLength(5_000);
    expect(rejected).toHaveLength(1);
  });
});

test('a line over the limit is rejected without being kept, and the next ones are read', async () => {
  const { values, lines, rejected } = await rowsOf({ format: 'csv', pattern: '*', fields: { a: {} } }, `a\n${'x'.repeat(50_000)}\n1\n`, {
    size: 900,
    bounds: { rowBytes: 1_024 },
  });
  expect(values).toEqual([{ a: '1' }]);
  expect(lines).toEqual([3]);
  expect(rejected).toMatchObject([{ line: 2, reasons: [{ expected: 'at most 1024 characters' }] }]);
});

test('headings are found whatever their order, spaces and marks of direction; a missing required one makes the file unreadable', async () => {
  const kind = { format: 'csv', pattern: '*', fields: { id: { from: 'رقم', required: true }, name: { from: 'الاسم' } } } as const;
  expect((await rowsOf(kind, '\u200fالاسم ,أخرى, رقم\nسارة,x,7\n')).values).toEqual([{ id: '7', name: 'سارة' }]);
  expect((await rowsOf(kind, 'رقم\n7\n')).values).toEqual([{ id: '7', name: null }]);
  await expect(rowsOf(kind, 'رقم الهوية,الاسم\n7,سارة\n')).rejects.toMatchObject({
    outcome: 'contract-violation',
    message: 'there is no column "رقم"; the columns are: رقم الهوية, الاسم',
  });
  await expect(rowsOf(kind, 'رقم,رقم\n1,2\n')).rejects.toThrow('there twice');
  await expect(rowsOf(kind, '')).rejects.toThrow('no heading');
});

test('without headings columns are taken by number, and lines before are left out', async () => {
  const kind = { format: 'csv', pattern: '*', header: false, skipLines: 1, fields: { a: { from: 2 }, b: { from: 1 } } } as const;
  const { values, rejected, lines } = await rowsOf(kind, 'تقرير "اليوم\n1,2,3\n4,5\n6\n\n');
  expect(values).toEqual([
    { a: '2', b: '1' },
    { a: '5', b: '4' },
  ]);
  expect(lines).toEqual([2, 3]);
  expect(rejected).toMatchObject([{ line: 4, reasons: [{ expected: '2 columns', found: '1 columns' }] }]);
});

test('a file with more bad rows than its bound is unreadable as a whole, and says why', async () => {
  const kind = { format: 'csv', pattern: '*', fields: { a: { type: 'integer' } } } as const;
  expect((await rowsOf(kind, 'a\nx\ny\n1\n', { bounds: { rejectedRows: 2 } })).values).toEqual([{ a: 1 }]);
  await expect(rowsOf(kind, 'a\nx\ny\n1\n', { bounds: { rejectedRows: 1 } })).rejects.toThrow(
    /more than 1 rows .* line 3, a: expected a whole number, found "y"/,
  );
});
