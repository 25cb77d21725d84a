import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { kindSchema } from '../kind.ts';
import { rowsOf } from './rows-fixture.ts';

describe('XML', () => {
  const licences = {
    format: 'xml',
    pattern: '*.xml',
    row: 'Licences/Licence',
    fields: { id: { from: '@no', required: true }, owner: { from: 'Owner/Name' }, area: { from: 'Area', type: 'integer' } },
  } as const;
  const one = '<Licence no="1448/1"><Owner><Name>سارة &amp; أخواتها</Name><Name2/></Owner><Area>80</Area></Licence>';

  test.each([1, 5, 64, 10_000])('elements and attributes below each row, whatever their prefix and order (portions of %d)', async (size) => {
    const { values, lines, rejected } = await rowsOf(
      licences,
      `<?xml version="1.0"?>\n<x:Licences xmlns:x="urn:a">\n ${one}\n<x:Licence x:no="2"><x:Area>x</x:Area></x:Licence><Other><Licence no="no row"/></Other>\n<Licence no="3"><Area><![CDATA[ 7 ]]></Area></Licence></x:Licences>`,
      { size },
    );
    expect(values).toEqual([
      { id: '1448/1', owner: 'سارة & أخواتها', area: 80 },
      { id: '3', owner: null, area: 7 },
    ]);
    expect(lines).toEqual([3, 5]);
    expect(rejected).toMatchObject([{ line: 4, reasons: [{ field: 'area', expected: 'a whole number', found: 'x' }] }]);
    expect(rejected[0]!.text).toContain('<x:Area>x</x:Area></x:Licence>');
  });

  test('the encoding that the file declares is taken, unless the kind names one', async () => {
    const file = iconv.encode(`<?xml version="1.0" encoding="windows-1256"?><Licences>${one}</Licences>`, 'windows-1256');
    expect((await rowsOf(licences, file)).values).toMatchObject([{ owner: 'سارة & أخواتها' }]);
    const lying = iconv.encode(`<?xml version="1.0" encoding="UTF-8"?><Licences>${one}</Licences>`, 'windows-1256');
    expect((await rowsOf({ ...licences, encoding: 'windows-1256' }, lying)).values).toMatchObject([{ owner: 'سارة & أخواتها' }]);
  });

  test('a value that is there twice rejects its row', async () => {
    const { values, rejected } = await rowsOf(licences, '<Licences><Licence no="1"><Area>1</Area><Area>2</Area></Licence><Licence no="2"/></Licences>');
    expect(values).toMatchObject([{ id: '2' }]);
    expect(rejected).toMatchObject([{ reasons: [{ field: 'Area', expected: 'once' }] }]);
  });

  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Licences><Licence no="&x;"/></Licences>', 'document type'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><Licences>&y;</Licences>', 'document type'],
    ['an entity that is not declared', '<Licences><Licence no="1">&x;</Licence></Licences>', 'well-formed'],
    ['tags that do not match', '<Licences><Licence no="1"></Licences>', 'well-formed'],
    ['an end that is missing', '<Licences><Licence no="1"/>', 'well-formed'],
    ['depth without end', '<a>'.repeat(100), '64 levels'],
    ['a row without end', `<Licences><Licence no="1">${'<Area>1</Area>'.repeat(500)}`, 'longer than'],
    ['a value without end', `<Licences><Licence no="1"><Area>${'1'.repeat(5_000)}`, 'longer than'],
  ])('%s makes the file unreadable', async (_what, content, why) => {
    await expect(rowsOf(licences, content, { size: 256, bounds: { rowBytes: 2_048 } })).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: expect.stringContaining(why) as string,
    });
  });
});

describe('JSON', () => {
  const fields = { id: { type: 'integer', required: true }, name: { from: 'owner.name' }, open: { type: 'boolean' } } as const;
  const rows = '[{"id": 1, "owner": {"name": "سارة, [\\"أم\\"] }"}, "open": true},\n {"id": "x"}, 7,\n{"id":2}]';

  test.each([1, 3, 1_000])('the rows of an array, at the top or below names (portions of %d)', async (size) => {
    const top = await rowsOf({ format: 'json', pattern: '*', fields }, rows, { size });
    const below = await rowsOf(
      { format: 'json', pattern: '*', rows: 'data.items', fields },
      `{"items": [{"id": 9}], "data": {"count": 3, "items": ${rows}}, "more": [1]}`,
      {
        size,
      },
    );
    for (const { values, rejected } of [top, below]) {
      expect(values).toEqual([
        { id: 1, name: 'سارة, ["أم"] }', open: true },
        { id: 2, name: null, open: null },
      ]);
      expect(rejected.map(({ text, reasons }) => [text, reasons[0]!.expected])).toEqual([
        ['{"id": "x"}', 'a whole number'],
        ['7', 'a JSON object'],
      ]);
    }
    expect(top.lines).toEqual([1, 3]);
  });

  test('an empty array has no rows', async () => {
    expect((await rowsOf({ format: 'json', pattern: '*', fields }, '[]')).values).toEqual([]);
  });

  test.each([
    ['a cut file', '[{"id": 1},', {}, 'ends in the middle'],
    ['no array', '{"id": 1}', {}, 'no JSON array'],
    ['no array under the names', '{"data": {}}', { rows: 'data.items' }, 'no array at data.items'],
    ['brackets that do not match', '[{"id": 1]', {}, 'do not match'],
    ['depth without end', '['.repeat(100), {}, '64 levels'],
  ])('%s makes the file unreadable', async (_what, content, shape, why) => {
    await expect(rowsOf({ format: 'json', pattern: '*', fields, ...shape }, content)).rejects.toThrow(why);
  });

  test('a row over the limit or with broken JSON inside is rejected alone', async () => {
    const { values, rejected } = await rowsOf({ format: 'json', pattern: '*', fields }, `[{"id": 1, "owner": "${'x'.repeat(9_000)}"}, {"id": 2}, {"id" 3}]`, {
      size: 500,
      bounds: { rowBytes: 2_048 },
    });
    expect(values).toMatchObject([{ id: 2 }]);
    expect(rejected.map(({ reasons }) => reasons[0]!.expected)).toEqual(['at most 2048 characters', 'JSON']);
  });

  test('JSON lines: one row a line, a bad line is rejected alone', async () => {
    const { values, lines, rejected } = await rowsOf(
      { format: 'jsonl', pattern: '*', fields },
      '{"id":1}\r\n\n{"id":}\n[1]\n{"id":2,"__proto__":{"name":"x"}}',
    );
    expect(values).toEqual([
      { id: 1, name: null, open: null },
      { id: 2, name: null, open: null },
    ]);
    expect(lines).toEqual([1, 5]);
    expect(rejected.map(({ line, reasons }) => [line, reasons[0]!.expected])).toEqual([
      [3, 'JSON'],
      [4, 'a JSON object'],
    ]);
  });
});

test('fixed width: fields at their places, in the encoding of the file', async () => {
  const kind = {
    format: 'fixed',
    pattern: '*',
    encoding: 'windows-1256',
    skipLines: 1,
    fields: { no: { at: [1, 6], type: 'integer', required: true }, name: { at: [7, 10] }, expires: { at: [17, 8], type: 'hijri-date', format: 'yyyyMMdd' } },
  } satisfies z.input<typeof kindSchema>;
  const file = iconv.encode('HEAD\r\n000017بقالة     14480917\r\n000018مقهى\r\n      بلا رقم   14480917\r\n', 'windows-1256');
  const { values, rejected } = await rowsOf(kind, file);
  expect(values).toEqual([
    { no: 17, name: 'بقالة', expires: '14480917' },
    { no: 18, name: 'مقهى', expires: null },
  ]);
  expect(rejected).toMatchObject([{ line: 4, reasons: [{ field: 'no', expected: 'a value' }] }]);
});

test('a line over the limit is rejected without being kept', async () => {
  const { values, lines, rejected } = await rowsOf({ format: 'fixed', pattern: '*', fields: { a: { at: [1, 1] } } }, `x\n${'y'.repeat(9_000)}\nz`, {
    size: 700,
    bounds: { rowBytes: 1_024 },
  });
  expect(values).toEqual([{ a: 'x' }, { a: 'z' }]);
  expect(lines).toEqual([1, 3]);
  expect(rejected).toHaveLength(1);
});
