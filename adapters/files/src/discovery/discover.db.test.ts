import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection, Contract } from '@amanah/adapter-api';
import { adapter } from '../adapter.ts';
import { config } from '../config.ts';
import { xlsx } from '../rows/xlsx-fixture.ts';
import { contextOf, starters, type TestFolder } from '../testing/folders.ts';

const csv = (rows: number) =>
  `رقم الرخصة;المحل;تاريخ الانتهاء;المساحة\r\n${Array.from({ length: rows }, (_none, n) => `1448/${n + 1};بقالة ${n};0${(n % 9) + 1}/11/1448;${n + 10}\r\n`).join('')}`;
const exchange = { sent: () => {}, received: () => {} };
const call = (connection: Connection, operation: string, input: object, cursor: string | null = null) =>
  connection.call({ operation, input, cursor, signal: AbortSignal.timeout(10_000), idempotencyKey: null, requestId: 'r', exchange });

/** As the process around the adapter does it. */
function checked(contract: Contract, operation: string, output: unknown): unknown {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const check = ajv.compile(contract.operations.find(({ name }) => name === operation)!.output as object);
  expect(check(output) ? null : check.errors).toBeNull();
  return output;
}

describe.each(['local', 'sftp', 's3'] as const)('a folder at %s that nobody has described', (at) => {
  let place: TestFolder;
  beforeAll(async () => {
    place = await starters[at]();
    await place.put('licences-14480611.csv', iconv.encode(csv(2), 'windows-1256'), 1_700_000_000);
    await place.put('licences-14480612.csv', iconv.encode(csv(5), 'windows-1256'), 1_700_000_100);
    await place.put('visits-2026-11-27.jsonl', '{"id":"v1","score":80,"place":{"lat":26.5}}\n{"id":"v2","score":75,"place":{"lat":26.6}}\n');
    await place.put('بلاغات.xlsx', xlsx({ ورقة: { A1: 'رقم البلاغ', B1: 'الحالة', A2: 'ب-1', B2: 'مفتوح', A3: 'ب-2', B3: 'مغلق' } }));
    await place.put(
      'dues.json.gz',
      gzipSync(
        JSON.stringify({
          data: {
            items: [
              { no: 'a', sum: 1.5 },
              { no: 'b', sum: 2.5 },
            ],
          },
        }),
      ),
    );
    await place.put('permits.xml', '<permits><permit no="1"><to>2026-11-27</to></permit><permit no="2"><to>2026-11-28</to></permit></permits>');
    await place.put('notes.txt', 'مذكرة بلا أعمدة\nسطر آخر\n');
  });
  afterAll(() => place.close());

  test('its kinds are proposed with their fields, and work at once when they are accepted', async () => {
    const given = config.parse({ folder: place.folder });
    const contract = await adapter.discover(given, contextOf(place.secrets));
    expect(contract.problems).toEqual([{ kind: 'unsupported', place: 'notes.txt', found: expect.stringContaining('fixed width') as string }]);
    expect(contract.operations.map(({ name, problems }) => [name, problems])).toEqual(
      [
        'folder.files',
        'dues.find',
        'dues.list',
        'licences.find',
        'licences.list',
        'permits.find',
        'permits.list',
        'visits.find',
        'visits.list',
        'files.find',
        'files.list',
      ].map((name) => [name, []]),
    );
    expect((contract.snapshot as { kinds: object }).kinds).toMatchObject({
      licences: {
        format: 'csv',
        pattern: 'licences-*.csv',
        delimiter: ';',
        encoding: 'windows-1256',
        key: ['column1'],
        fields: {
          column1: { from: 'رقم الرخصة', required: true },
          column2: { from: 'المحل', type: 'text' },
          column3: { from: 'تاريخ الانتهاء', type: 'hijri-date', format: 'dd/MM/yyyy' },
          column4: { from: 'المساحة', type: 'integer' },
        },
      },
      visits: { format: 'jsonl', pattern: 'visits-*.jsonl', fields: { id: {}, score: { type: 'integer' }, placeLat: { from: 'place.lat', type: 'decimal' } } },
      files: { format: 'xlsx', pattern: 'بلاغات.xlsx' },
      dues: { format: 'json', rows: 'data.items' },
      permits: { format: 'xml', row: 'permits/permit', fields: { no: { from: '@no' }, to: { type: 'date' } } },
    });

    const connection = await adapter.connect(given, JSON.parse(JSON.stringify(contract)) as Contract, contextOf(place.secrets));
    const first = await call(connection, 'licences.list', { limit: 3 });
    expect(checked(contract, 'licences.list', first.output)).toMatchObject({ rows: [{ column1: '1448/1', column3: '01/11/1448', column4: 10 }, {}, {}] });
    const second = await call(connection, 'licences.list', { limit: 3 }, first.next);
    expect(checked(contract, 'licences.list', second.output)).toMatchObject({ rows: [{ column1: '1448/4' }, { column1: '1448/5' }] });
    expect(second.next).toBeUndefined();
    expect(checked(contract, 'licences.find', (await call(connection, 'licences.find', { column1: '1448/5' })).output)).toMatchObject({
      row: { column2: 'بقالة 4' },
    });
    expect(checked(contract, 'licences.find', (await call(connection, 'licences.find', { column1: 'none' })).output)).toMatchObject({ row: null });
    for (const kind of ['visits', 'files', 'dues', 'permits']) {
      const { output } = await call(connection, `${kind}.list`, {});
      expect((checked(contract, `${kind}.list`, output) as { rows: object[] }).rows).toHaveLength(2);
    }
    const listed = await call(connection, 'folder.files', { limit: 4 });
    const rest = await call(connection, 'folder.files', { limit: 4 }, listed.next);
    const files = [listed, rest].flatMap(
      ({ output }) => (checked(contract, 'folder.files', output) as { files: { path: string; kind: string | null }[] }).files,
    );
    expect(files.map(({ path, kind }) => [path, kind])).toContainEqual(['notes.txt', null]);
    expect(files).toHaveLength(7);
    await expect(call(connection, 'licences.drop', {})).rejects.toMatchObject({ outcome: 'input-invalid' });
    await connection.close();
  });

  test('a page of a file that was replaced meanwhile is not taken for the next one', async () => {
    const given = config.parse({ folder: place.folder });
    const connection = await adapter.connect(given, await adapter.discover(given, contextOf(place.secrets)), contextOf(place.secrets));
    const { next } = await call(connection, 'licences.list', { limit: 3 });
    await place.put('licences-14480612.csv', iconv.encode(csv(6), 'windows-1256'), 1_700_000_200);
    await expect(call(connection, 'licences.list', { limit: 3 }, next)).rejects.toMatchObject({ outcome: 'contract-violation' });
    await expect(call(connection, 'licences.list', {}, 'nonsense')).rejects.toMatchObject({ outcome: 'input-invalid' });
    await expect(call(connection, 'folder.files', {}, '')).rejects.toMatchObject({ outcome: 'input-invalid' });
    await connection.close();
  });
});

describe('a folder that is described', () => {
  let place: TestFolder;
  const kinds = {
    licences: {
      format: 'csv',
      pattern: 'licences-*.csv',
      delimiter: ';',
      fields: { number: { from: 'رقم الرخصة', required: true }, shop: { from: 'المحل' }, area: { from: 'المساحة', type: 'integer' } },
      key: ['number'],
    },
  } as const;
  const discover = () =>
    adapter.discover(
      config.parse({ folder: place.folder, kinds, outgoing: { decisions: { name: 'd-{key}.csv', format: 'csv', fields: { a: {} } } } }),
      contextOf({}),
    );
  beforeAll(async () => (place = await starters.local()));
  afterAll(() => place.close());

  test('has its operations while nothing lies there, and answers that nothing is there', async () => {
    const contract = await discover();
    expect(contract.operations.map(({ name, effect }) => [name, effect])).toEqual([
      ['folder.files', 'read'],
      ['licences.find', 'read'],
      ['licences.list', 'read'],
      ['decisions.send', 'write'],
    ]);
    const connection = await adapter.connect(config.parse({ folder: place.folder }), contract, contextOf({}));
    expect((await call(connection, 'licences.list', {})).output).toEqual({ rows: [], asOf: null });
    expect((await call(connection, 'licences.find', { number: '1' })).output).toEqual({ row: null, asOf: null });
    await connection.close();
  });

  test('a column that is gone, one that is new and one with other values are told by the contract', async () => {
    const shape = async () => {
      const { operations, problems } = await discover();
      const { output, problems: own } = operations.find(({ name }) => name === 'licences.list')!;
      const row = (output as { properties: { rows: { items: { properties: object; description?: string } } } }).properties.rows.items;
      return { fields: Object.keys(row.properties), untaken: row.description, problems, own };
    };
    await place.put('licences-1.csv', csv(2), 1);
    expect(await shape()).toEqual({
      fields: ['number', 'shop', 'area'],
      untaken: 'Columns of the file that no field takes: تاريخ الانتهاء',
      problems: [{ kind: 'ignored', place: 'licences-1.csv', found: 'تاريخ الانتهاء' }],
      own: [],
    });
    await place.put('licences-2.csv', 'رقم الرخصة;المساحة\n1;2\n', 2);
    expect(await shape()).toMatchObject({ fields: ['number', 'area'], own: [] });
    const accepted = await discover();
    const connection = await adapter.connect(config.parse({ folder: place.folder }), accepted, contextOf({}));
    expect(checked(accepted, 'licences.list', (await call(connection, 'licences.list', {})).output)).toMatchObject({ rows: [{ number: '1', area: 2 }] });
    await connection.close();
    await place.put('licences-3.csv', 'رقم الرخصة;المحل;المساحة\n1;a;كبيرة\n2;b;صغيرة\n', 3);
    expect(await shape()).toMatchObject({
      fields: ['number', 'shop'],
      own: [{ kind: 'invalid', place: 'licences-3.csv:2 area', found: 'expected a whole number, found "كبيرة"' }],
    });
    await place.put('licences-4.csv', 'رقم;المحل;المساحة\n1;a;1\n', 4);
    expect(await shape()).toMatchObject({ fields: ['shop', 'area'], own: [{ kind: 'unreadable', place: 'licences-4.csv' }] });
  });

  test('files that were done tell of a kind when none waits', async () => {
    await place.put('done/licences-9.0123456789ab.csv', 'رقم الرخصة;المحل;المساحة;جديد\n1;a;1;x\n', 2_000_000_000);
    await place.put('done/reports-1.0123456789ab.csv', 'a;b\n1;2\n');
    const { operations, problems } = await discover();
    expect(problems).toContainEqual({ kind: 'ignored', place: 'done/licences-9.0123456789ab.csv', found: 'جديد' });
    expect(operations.map(({ name }) => name)).toContain('reports.list');
  });
});

test('too many kinds of files are told instead of proposed one by one, and links are named', async () => {
  const place = await starters.local();
  for (let n = 0; n < 23; n++) await place.put(`${String.fromCharCode(97 + n)}kind.csv`, 'a;b\nx;2\ny;2\n');
  const contract = await adapter.discover(config.parse({ folder: place.folder }), contextOf({}));
  expect(contract.operations).toHaveLength(41);
  expect(contract.problems).toEqual([{ kind: 'ignored', place: 'ukind.csv', found: expect.stringContaining('more than 20 kinds') as string }]);
  await place.close();
});

test('a contract that is none of ours connects nothing', async () => {
  const given = config.parse({ folder: { at: 'local', path: '/nowhere' } });
  const contract = { protocol: 'files', kind: '', title: null, version: null, operations: [], problems: [], snapshot: { kinds: 7 } } as const;
  await expect(adapter.connect(given, contract, contextOf({}))).rejects.toMatchObject({ outcome: 'contract-violation', reached: 'no' });
});
