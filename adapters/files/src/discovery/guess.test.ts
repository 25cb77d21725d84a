import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { guessCsv } from './guess-csv.ts';
import { guessEncoding } from './guess-encoding.ts';
import { camelCase, guessFields, guessKey, guessType } from './guess-fields.ts';
import { guessJson, guessXml } from './guess-tree.ts';

const arabic = 'رقم الرخصة;اسم المحل\n1448/17;بقالة النخيل التجارية\n';

test.each(['utf-8', 'windows-1256', 'iso-8859-6', 'utf-16le', 'utf-16be'] as const)('text in %s is known by its bytes', (encoding) => {
  expect(guessEncoding(iconv.encode(arabic, encoding))).toBe(encoding);
  expect(guessEncoding(iconv.encode(arabic, encoding, { addBOM: true }))).toBe(encoding);
});

test('plain ASCII and text that was cut within a character are UTF-8', () => {
  expect(guessEncoding(Buffer.from('a;b\n'))).toBe('utf-8');
  expect(guessEncoding(Buffer.from(arabic).subarray(0, 21))).toBe('utf-8');
  expect(guessEncoding(Buffer.from('<?xml version="1.0" encoding="Windows-1256"?>'))).toBe('windows-1256');
  expect(guessEncoding(Buffer.from('<?xml version="1.0" encoding="KOI8-R"?>'))).toBe('utf-8');
});

describe('types', () => {
  test.each<[readonly string[], object]>([
    [['1', '20', ''], { type: 'integer' }],
    [['٨٠', '-5'], { type: 'integer' }],
    [['0012', '0013'], {}],
    [['1020304050', '1098765432'], {}],
    [['1,200.50', '7'], { type: 'decimal' }],
    [['1.5', 'x'], {}],
    [['نعم', 'لا'], { type: 'boolean' }],
    [['2026-11-27', '2026-01-31'], { type: 'date', format: 'yyyy-MM-dd' }],
    [['27/11/2026', '01/12/2026'], { type: 'date', format: 'dd/MM/yyyy' }],
    [['27/11/1448', '30/01/1449'], { type: 'hijri-date', format: 'dd/MM/yyyy' }],
    [['١٤٤٨/٠٩/٠١'], { type: 'hijri-date', format: 'yyyy/MM/dd' }],
    [['20261127'], { type: 'date', format: 'yyyyMMdd' }],
    [['2026-11-27 10:00:00'], { type: 'date-time', format: 'yyyy-MM-dd HH:mm:ss' }],
    [['31/02/2026'], {}],
    [['', ''], {}],
  ])('%j → %j', (values, type) => expect(guessType(values)).toEqual(type));
});

test('headings give names: Latin ones their own, others a number with the heading kept', () => {
  expect(
    guessFields([
      { from: 'Licence No.', values: ['1'] },
      { from: 'رقم الرخصة', values: ['2026-01-01'] },
      { from: 'area', values: ['x'] },
      { from: 'Area', values: ['x'] },
      { from: 5, values: ['y'] },
    ]),
  ).toEqual({
    licenceNo: { from: 'Licence No.', type: 'integer' },
    column2: { from: 'رقم الرخصة', type: 'date', format: 'yyyy-MM-dd' },
    area: {},
    column4: { from: 'Area' },
    column5: { from: 5 },
  });
  expect([camelCase('OWNER ID'), camelCase('shopName2'), camelCase('2nd name'), camelCase('٣ اسم')]).toEqual(['ownerId', 'shopName2', 'ndName', '']);
});

test('the key is the column whose name says so, else the first whose values are each there once', () => {
  const key = (columns: Record<string, readonly string[]>) => {
    const all = Object.entries(columns).map(([from, values]) => ({ from, values }));
    return guessKey(guessFields(all), all);
  };
  expect(key({ name: ['a', 'b'], 'رقم الرخصة': ['1', '2'] })).toEqual(['column2']);
  expect(key({ name: ['a', 'b'], place: ['x', 'x'] })).toEqual(['name']);
  expect(key({ name: ['a', 'a'], place: ['x', ''] })).toEqual([]);
  expect(key({ name: ['a'] })).toEqual([]);
});

describe('CSV', () => {
  test.each([';', ',', '\t', '|'])('the delimiter %j is found, with quotes and other delimiters inside values', (delimiter) => {
    const line = (...cells: string[]) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter);
    const table = guessCsv([line('رقم', 'الاسم', 'مبلغ'), line('1', 'سارة, أحمد; ريم', '1,5'), line('2', 'x|y\tz', '2')].join('\n') + '\n');
    expect(table).toMatchObject({ delimiter, header: true });
    expect(table!.columns.map(({ from }) => from)).toEqual(['رقم', 'الاسم', 'مبلغ']);
    expect(table!.columns[1]!.values[0]).toBe('سارة, أحمد; ريم');
  });

  test('a first line with values of the columns is no heading', () => {
    expect(guessCsv('1,سارة,2026-01-01\n2,ريم,2026-01-02\n')).toMatchObject({ header: false, columns: [{ from: 1 }, { from: 2 }, { from: 3 }] });
    expect(guessCsv('a,a\n1,2\n')).toMatchObject({ header: false });
  });

  test('rows with another number of columns do not lead astray; one column is no table', () => {
    expect(guessCsv('a;b;c\n1;2;3\n1;2\n4;5;6\n7;8;9\n4;5;6\n')).toMatchObject({ delimiter: ';', header: true });
    expect(guessCsv('abc\ndef\n')).toBeNull();
    expect(guessCsv('')).toBeNull();
  });
});

test('the element that repeats is the row, the outermost of nested ones; a cut file is read as far as it goes', () => {
  const xml =
    '<a:root xmlns:a="x"><head><when>now</when></head><a:item id="1"><name>أ</name><tag>x</tag><tag>y</tag></a:item><a:item id="2"><name>ب</name></a:item><a:item id="3"><na';
  expect(guessXml(xml)).toEqual({
    row: 'root/item',
    columns: [
      { from: '@id', values: ['1', '2', '3'] },
      { from: 'name', values: ['أ', 'ب'] },
      { from: 'tag', values: ['x', 'y'] },
    ],
  });
  expect(guessXml('<one><a>1</a></one>')).toBeNull();
  expect(guessXml('<!DOCTYPE x><one/>')).toBeNull();
});

test('names of JSON values are joined by dots; lists are left out', () => {
  expect(
    guessJson([
      { id: 1, owner: { name: 'سارة' }, tags: [1] },
      { id: 2, owner: null },
    ]),
  ).toEqual([
    { from: 'id', values: ['1', '2'] },
    { from: 'owner.name', values: ['سارة'] },
    { from: 'owner', values: [''] },
  ]);
});
