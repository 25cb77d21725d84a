import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { rowsOf } from './rows-fixture.ts';
import { xlsx } from './xlsx-fixture.ts';

const csv = { format: 'csv', pattern: '*', fields: { a: {}, b: {} } } as const;

describe('CSV', () => {
  test.each([
    ['ends in the middle of a quote that closes', 'a,b\n"1","2"', [{ a: '1', b: '2' }]],
    ['ends with a carriage return', 'a,b\r\n"1","2"\r', [{ a: '1', b: '2' }]],
    ['has a carriage return within a row', 'a,b\n"1\r\n2",x\r\n', [{ a: '1\r\n2', b: 'x' }]],
    ['ends after a cell without quotes', 'a,b\n"1",2', [{ a: '1', b: '2' }]],
    ['has empty cells beside quotes', 'a,b\n"",\n,"x"\n', [{ a: null, b: 'x' }]],
    ['has doubled quotes at the edge of what came', 'a,b\n"""x""","y"""\n', [{ a: '"x"', b: 'y"' }]],
    ['has a cell that ends with a carriage return alone', 'a,b\n"1",2\r', [{ a: '1', b: '2' }]],
  ])('a file that %s, in portions of any size', async (_what, text, values) => {
    for (const size of [1, 2, 3, 5, 1_000]) expect((await rowsOf(csv, text, { size })).values.filter(({ a, b }) => a !== null || b !== null)).toEqual(values);
  });

  test('text behind a closing quote, and rows over the limit, are rejected alone', async () => {
    for (const size of [1, 1_000]) {
      const { values, rejected } = await rowsOf(csv, 'a,b\n"1"x,2\n3,4\n', { size });
      expect(values).toEqual([{ a: '3', b: '4' }]);
      expect(rejected).toMatchObject([{ line: 2 }]);
    }
    const long = 'x'.repeat(3_000);
    for (const size of [100, 100_000]) {
      const { values, rejected } = await rowsOf(csv, `a,b\n${long},2\n"${long}",2\n3,4\n`, { size, bounds: { rowBytes: 1_024 } });
      expect(values).toEqual([{ a: '3', b: '4' }]);
      expect(rejected.length).toBeGreaterThanOrEqual(2);
    }
  });

  test('lines of fixed width over the limit are rejected alone', async () => {
    const fixed = { format: 'fixed', pattern: '*', fields: { a: { at: [1, 2] as [number, number] } } } as const;
    const { values, rejected } = await rowsOf(fixed, `12\n${'x'.repeat(3_000)}\n34\n`, { size: 100_000, bounds: { rowBytes: 1_024 } });
    expect(values).toEqual([{ a: '12' }, { a: '34' }]);
    expect(rejected).toMatchObject([{ line: 2 }]);
  });
});

describe('workbooks', () => {
  const one = { format: 'xlsx', pattern: '*', fields: { a: {}, d: { type: 'date' } } } as const;
  /** A workbook from its parts as they are. */
  const parts = (files: Record<string, string>) => Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
  const sheet = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
  const around = (rows: string, workbook = '<workbook><sheets><sheet name="s" r:id="1"/></sheets></workbook>') => ({
    'xl/workbook.xml': workbook.replace('<workbook', '<workbook xmlns:r="r"'),
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="1" Target="s.xml"/><Other/></Relationships>',
    'xl/sharedStrings.xml': '\n<sst><t>outside</t><si/></sst>',
    'xl/s.xml': sheet(rows),
  });

  test('rows and cells without numbers follow each other; spoken texts are left out', async () => {
    const rows =
      '<row><c t="str"><v>a</v></c><c t="str"><v>d</v></c></row><row><c t="inlineStr"><is><t>x</t><rPh><t>spoken</t></rPh></is></c><c/></row><row><c><v/></c></row>';
    expect((await rowsOf(one, parts(around(rows)))).values).toEqual([{ a: 'x', d: null }]);
  });

  test('days that are none stay what they were, and are rejected', async () => {
    const dated = (value: string | number) => ({ xml: `<c s="1"><v>${value}</v></c>` });
    const { values, rejected } = await rowsOf(one, xlsx({ s: { A1: 'a', B1: 'd', A2: 'x', B2: dated(9_999_999), A3: { xml: '<c><v>odd</v></c>' } } }));
    expect(values).toEqual([{ a: 'odd', d: null }]);
    expect(rejected).toMatchObject([{ line: 2, reasons: [{ field: 'd', found: '9999999' }] }]);
  });

  test.each([
    ['no workbook', { 'x.xml': '<x/>' }, 'this is no XLSX file'],
    ['a sheet that lies nowhere', { ...around(''), 'xl/_rels/workbook.xml.rels': '<Relationships/>' }, 'the workbook has no xl/'],
    ['a sheet without a name and place', around('', '<workbook><workbookPr/><sheets><sheet/></sheets></workbook>'), 'the workbook has no xl/'],
    ['XML without end', around('<a>'.repeat(80)), 'more than 64 levels deep'],
    ['a reference that is none', around('<row><c r="1A"/></row>'), '1A is no cell'],
  ])('%s is unreadable', async (_what, files, why) => {
    await expect(rowsOf(one, parts(files))).rejects.toThrow(why);
  });
});

describe('zip files', () => {
  const kind = { ...csv, member: '*.csv' } as const;
  const header = (
    name: string,
    { flags = 0, method = 0, extra = Buffer.alloc(0), size = 0 }: { flags?: number; method?: number; extra?: Buffer; size?: number } = {},
  ) => {
    const fixed = Buffer.alloc(30);
    fixed.writeUInt32LE(0x04034b50);
    fixed.writeUInt16LE(flags, 6);
    fixed.writeUInt16LE(method, 8);
    fixed.writeUInt32LE(size, 18);
    fixed.writeUInt16LE(Buffer.byteLength(name), 26);
    fixed.writeUInt16LE(extra.length, 28);
    return Buffer.concat([fixed, Buffer.from(name), extra]);
  };
  const large = Buffer.alloc(20);
  large.writeUInt16LE(1);
  large.writeUInt16LE(16, 2);
  large.writeBigUInt64LE(4n, 12);

  test.each([
    ['a name that is cut', header('long-name.csv').subarray(0, 35)],
    ['a further field that is cut', header('a.csv', { extra: large }).subarray(0, 40)],
    [
      'a large size, and no such content',
      Buffer.concat([header('a.csv', { extra: Buffer.concat([Buffer.from([7, 0, 2, 0, 0, 0]), large]) }), Buffer.from('ab')]),
    ],
    ['nothing behind what was packed', Buffer.concat([header('a.csv', { flags: 8, method: 8 }), Buffer.from([3, 0])])],
    ['half a sum behind it', Buffer.concat([header('a.csv', { flags: 8, method: 8 }), Buffer.from([3, 0, 0x50, 0x4b, 7, 8, 0, 0, 0, 0, 1])])],
  ])('%s makes the file unreadable', async (_what, file) => {
    await expect(rowsOf(kind, file)).rejects.toMatchObject({ outcome: 'contract-violation' });
  });

  test('more members than anybody sends are not gone through', async () => {
    const many = Buffer.concat(Array.from({ length: 10_002 }, (_none, n) => header(`${n}.txt`)));
    await expect(rowsOf(kind, many, { size: 65_536 })).rejects.toThrow('more than 10000 members');
  });

  test('a sum without its mark is one too', async () => {
    const file = Buffer.concat([header('a.txt', { flags: 8, method: 8 }), Buffer.from([3, 0]), Buffer.alloc(12), Buffer.from('PK\u0005\u0006', 'latin1')]);
    await expect(rowsOf(kind, file)).rejects.toThrow('no member of the zip file matches');
  });
});
