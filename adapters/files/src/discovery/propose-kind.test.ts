import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from '../config.ts';
import { LocalFolder, permit } from '../folder/local-folder.ts';
import { bounds } from '../rows/rows-fixture.ts';
import { xlsx } from '../rows/xlsx-fixture.ts';
import { discoverFolder } from './discover-folder.ts';
import { proposeKind } from './propose-kind.ts';

const root = mkdtempSync(join(tmpdir(), 'amanah-propose-'));
const folder = new LocalFolder({ at: 'local', path: root }, { names: 100 });
beforeAll(() => writeFileSync(join(root, permit), ''));
afterAll(() => rmSync(root, { recursive: true }));

/** What is proposed for a file. */
async function proposed(name: string, content: Buffer | string) {
  writeFileSync(join(root, name), content);
  const file = await folder.stat(name);
  try {
    return await proposeKind(folder, file!, name, bounds, AbortSignal.timeout(10_000));
  } finally {
    rmSync(join(root, name));
  }
}

describe('a kind is proposed', () => {
  test('for a table that is longer than what is looked at', async () => {
    const csv = `number;shop\n${Array.from({ length: 30_000 }, (_none, n) => `${n};shop ${n}\n`).join('')}`;
    expect(await proposed('long.csv', csv)).toMatchObject({ format: 'csv', delimiter: ';', key: ['number'] });
    const short = Object.fromEntries(Array.from({ length: 700 }, (_none, n) => [`A${n + 1}`, n === 0 ? 'number' : n]));
    expect(await proposed('long.xlsx', xlsx({ s: { ...short, B1: 'shop', C5: 'without a heading' } }))).toMatchObject({
      format: 'xlsx',
      fields: { number: { type: 'integer' }, shop: {} },
    });
  });

  test('for a file without an extension, of one line of JSON, and of rows within objects', async () => {
    expect(await proposed('licences', 'number,shop\n1,a\n2,b\n')).toMatchObject({ format: 'csv' });
    expect(await proposed('one.json', '{"number":1,"shop":"a"}')).toMatchObject({ format: 'jsonl' });
    expect(await proposed('deep.json', '{"other":[{"x":1}],"data":{"rows":[{"number":1},{"number":2}]},"rows":7}')).toMatchObject({ format: 'json' });
    expect(await proposed('list.json', '[{"number":1},{"number":2}]')).toMatchObject({ format: 'json', rows: '' });
    const many = Array.from({ length: 600 }, (_none, n) => ({ number: n }));
    expect(await proposed('many.json', JSON.stringify(many))).toMatchObject({ format: 'json', key: ['number'] });
  });

  test('for nested elements, the outermost that repeats most', async () => {
    const xml = '<r xmlns:a="urn:a"><x p="1"><y q="1"/><y q="2"/></x><x p="2" xmlns:b="urn:b"/><z s="1"/><z s="2"/><z s="3"/></r>';
    expect(await proposed('nested.xml', xml)).toMatchObject({ format: 'xml', row: 'r/z', fields: { s: { from: '@s' } } });
  });

  test.each([
    ['XML in which nothing repeats', 'a.xml', '<r><x/></r>', 'no element repeats'],
    ['JSON without rows', 'a.json', '{"a":{"b":{"c":1}', 'there is no array of rows'],
    ['JSON of no objects', 'b.json', '[1,2', 'there is no array of rows'],
    ['an empty sheet', 'a.xlsx', xlsx({ s: {} }), 'the first sheet is empty'],
    ['text without columns', 'a.txt', 'memo\nmore\n', 'no delimiter gives columns'],
  ])('not for %s, and it is said why', async (_what, name, content, why) => {
    await expect(proposed(name, content)).rejects.toMatchObject({ outcome: 'contract-violation', message: expect.stringContaining(why) as string });
  });
});

test('names of kinds are free ones, and of files that cannot be read it is said why', async () => {
  const put = (name: string, content: Buffer | string) => writeFileSync(join(root, name), content);
  for (const name of ['1448.csv', '1448-1.tsv', 'x.dat', 'licences-1.csv', 'licences-2.txt']) put(name, 'number;shop\n1;a\n2;b\n');
  put('bad.xml', '<r/>');
  put('.csv', 'hidden');
  const given = config.parse({ folder: { at: 'local', path: root }, kinds: { licences: { format: 'csv', pattern: 'nothing.csv', fields: { a: {} } } } });
  const { operations, problems } = await discoverFolder(folder, given, AbortSignal.timeout(10_000));
  const kinds = new Set(operations.map(({ name }) => name.split('.')[0]));
  expect([...kinds].sort()).toEqual(['files', 'files2', 'folder', 'licences', 'licences2', 'licences3', 'x'].sort());
  expect(problems).toContainEqual({ kind: 'unsupported', place: 'bad.xml', found: 'no element repeats in the XML' });
});

test('a kind by numbers of columns says what is missing and what nobody takes; the newest of its files counts, of two the later by name', async () => {
  for (const name of ['rows-a.csv', 'rows-b.csv', 'done/unknown.csv', 'done/kept.0123456789ab.csv', 'notes']) {
    mkdirSync(join(root, 'done'), { recursive: true });
    writeFileSync(join(root, name), name === 'rows-a.csv' ? 'x;y\n1;2\n' : 'number;shop;more\n1;a;b\n');
    utimesSync(join(root, name), 1_700_000_000, 1_700_000_000);
  }
  const fields = { number: { from: 1, required: true }, shop: { from: 2 }, gone: { from: 9 }, named: {} };
  const given = config.parse({
    folder: { at: 'local', path: root },
    kinds: {
      rows: { format: 'csv', pattern: 'rows-*.csv', delimiter: ';', fields, key: ['number'] },
      all: { format: 'csv', pattern: 'nothing*', fields: { a: { from: 'z' } } },
    },
  });
  const { operations, problems } = await discoverFolder(folder, given, AbortSignal.timeout(10_000));
  const find = operations.find(({ name }) => name === 'rows.find')!;
  expect(JSON.stringify(find.output)).toContain('"required":["number","shop"]');
  expect(problems).toContainEqual({ kind: 'ignored', place: 'rows-b.csv', found: 'more' });
  expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(['kept.list', 'notes.list']));
  const none = config.parse({ folder: { at: 'local', path: root }, kinds: { rows: { format: 'csv', pattern: 'rows-*.csv', fields: { a: { from: 'z' } } } } });
  expect(JSON.stringify((await discoverFolder(folder, none, AbortSignal.timeout(10_000))).snapshot)).toContain('"z"');
});
