import { randomBytes } from 'node:crypto';
import iconv from 'iconv-lite';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { startMariadb, type TestDatabase } from './testing/databases.ts';
import { closeSystems, openSystem, testContext, type OpenSystem } from './testing/open-system.ts';

/** Every sign that Windows-1256 has beyond ASCII, in the order of its bytes. */
const allSigns = iconv.decode(Buffer.from(Array.from({ length: 128 }, (_, at) => 128 + at)), 'windows-1256');
const persian = 'پیش از ظهر'.replaceAll('ی', 'ي') + ' چژگک ڈڑٹ ھہے ںٓ'.replaceAll('ٓ', '');
const spoken = ['بلدية وسط الدّمام', persian, 'مقهى کرک', '«‎سوق‏»', 'Café €', ' مسافات '];

afterEach(closeSystems);

/** Writes a text and reads it back by key, by list, by filter and by statement. */
async function roundTrip(system: OpenSystem, id: number, text: string): Promise<void> {
  await system.call('add', { id, text }, { key: `k${id}` });
  const row = { id, note: text };
  expect((await system.call('old.find', { id })).output).toEqual(row);
  expect((await system.call('old.list', { where: { note: text } })).output).toEqual({ rows: [row] });
  expect((await system.call('old.list', { where: { note: { startsWith: text.slice(0, 3) } } })).output).toMatchObject({
    rows: expect.arrayContaining([row]) as object,
  });
  expect((await system.call('byText', { text })).output).toEqual({ rows: [row] });
}

describe('MariaDB', () => {
  let db: TestDatabase;
  const text = { type: 'string', charset: 'windows-1256' };
  const number = { type: 'integer' };
  beforeAll(async () => void (db = await startMariadb()));
  afterAll(() => db.remove());

  const open = async (charset: string, further: object = {}) => {
    await db.admin(`DROP TABLE IF EXISTS old; CREATE TABLE old (id int PRIMARY KEY, note varchar(200) CHARACTER SET ${charset}, KEY note (note))`);
    return openSystem(
      db.config({
        writable: true,
        statements: {
          add: { sql: 'INSERT INTO old (id, note) VALUES (:id, :text)', effect: 'write', parameters: { id: number, text } },
          byText: { sql: `SELECT id, note FROM old WHERE note = CONVERT(:text USING ${charset})`, parameters: { text } },
        },
        ...further,
      }),
      testContext(db.secrets),
    );
  };

  test.each([
    ['a column that says so (cp1256), whose own conversion would lose ک and seven more', 'cp1256', {}],
    ['a column that says latin1', 'latin1', { text: { charset: 'windows-1256' } }],
    ['a column that says latin1, named alone', 'latin1', { text: { charset: 'ar8mswin1256', columns: ['old.note'] } }],
  ])('Windows-1256 goes there and comes back as it was: %s', async (_title, charset, further) => {
    const system = await open(charset, further);
    for (const [at, one] of [...spoken, allSigns].entries()) await roundTrip(system, at, one);
    const stored = await db.rows<{ bytes: string }>('SELECT HEX(note) AS bytes FROM old WHERE id = 6');
    expect(stored).toEqual([
      {
        bytes: Buffer.from(Array.from({ length: 128 }, (_, at) => 128 + at))
          .toString('hex')
          .toUpperCase(),
      },
    ]);
  });

  test('pages are cut in the order of the old text', async () => {
    const system = await open('cp1256', { pageRows: 2 });
    const names = ['کرک', 'بقالة', 'پيتزا', 'تموينات', 'چاي'];
    for (const [id, note] of names.entries()) await system.call('add', { id, text: note }, { key: `k${id}` });
    await db.admin('ALTER TABLE old MODIFY note varchar(200) CHARACTER SET cp1256 NOT NULL');
    const again = await openSystem(db.config({ pageRows: 2 }), testContext(db.secrets));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { output, next } = await again.call('old.list', { order: 'note' }, { cursor });
      seen.push(...(output as { rows: { note: string }[] }).rows.map(({ note }) => note));
      cursor = next;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test('presentation forms are written as their letters; what the old set does not have is refused before anything is sent', async () => {
    const system = await open('cp1256');
    await system.call('add', { id: 1, text: 'ﺳﻼم ﷲ' }, { key: 'k1' });
    expect((await system.call('old.find', { id: 1 })).output).toEqual({ id: 1, note: 'سلام الله' });
    for (const sign of ['١', '۴', '中', '😀', 'ی'])
      expect(await system.failure('add', { id: 2, text: `نص ${sign}` }, { key: 'k2' })).toMatchObject({
        outcome: 'input-invalid',
        reached: 'no',
        findings: [{ path: '/text', message: expect.stringContaining(sign) as string }],
      });
    expect(await system.failure('old.list', { where: { note: '١' } })).toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/where/note' }] });
    expect(await db.rows('SELECT id FROM old')).toHaveLength(1);
  });

  test('without being told, the server itself refuses what a column cannot hold: no question mark is ever stored', async () => {
    const plain = { sql: 'INSERT INTO old (id, note) VALUES (:id, :text)', effect: 'write', parameters: { id: number, text: { type: 'string' } } };
    const system = await open('cp1256', { statements: { plain } });
    expect(await system.failure('plain', { id: 1, text: 'کرک' }, { key: 'k' })).toMatchObject({ outcome: 'refused', fault: { code: '22007' } });
    expect(await db.rows('SELECT id FROM old')).toEqual([]);
  });

  test('types of old tables: dates that are none, Hijri text, years, bits, sets, times beyond a day, floats', async () => {
    await db.admin(`SET sql_mode = ''; CREATE TABLE types (id bigint unsigned PRIMARY KEY, d date, d2 date NOT NULL, dt datetime(3), ts timestamp(6) NULL, tm time(2), y year,
      f float, g double, de decimal(30,10), b1 bit(1), b9 bit(9), ti tinyint(1), e enum('سارية','منتهية') CHARACTER SET cp1256, st set('a','b'), js json, bl blob, u uuid, hijri char(10), ch char(5), big bigint);
      INSERT INTO types VALUES (18446744073709551615, '0000-00-00', '2026-02-31', '2026-11-27 23:59:59.123', '2026-11-27 20:00:00.000001', '-838:59:59', 2026, 1.1, 0.1, '12345678901234567890.0123456789',
        b'1', b'100000001', 2, 'سارية', 'a,b', '{"a": 12345678901234567890}', x'00FF', '123e4567-e89b-12d3-a456-426614174000', '1447/13/30', 'ab', -9223372036854775808),
      (1, NULL, '2026-01-00', '0000-00-00', NULL, '00:00:00', NULL, NULL, NULL, NULL, b'0', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    const system = await openSystem(db.config(), testContext(db.secrets));
    expect((await system.call('types.find', { id: '18446744073709551615' })).output).toEqual({
      id: '18446744073709551615',
      d: null,
      d2: null,
      dt: '2026-11-27T23:59:59.123',
      ts: '2026-11-27T20:00:00.000001Z',
      tm: '-838:59:59',
      y: 2026,
      f: 1.1,
      g: 0.1,
      de: '12345678901234567890.0123456789',
      b1: true,
      b9: '257',
      ti: 2,
      e: 'سارية',
      st: 'a,b',
      js: '{"a": 12345678901234567890}',
      bl: 'AP8=',
      u: '123e4567-e89b-12d3-a456-426614174000',
      hijri: '1447/13/30',
      ch: 'ab',
      big: '-9223372036854775808',
    });
    expect((await system.call('types.find', { id: '1' })).output).toMatchObject({ d2: '2026-01-00', dt: null, b1: false });
    const types = system.contract.operations.find(({ name }) => name === 'types.list');
    expect(types?.output).toMatchObject({
      properties: { rows: { items: { properties: { e: { type: ['string', 'null'], enum: ['سارية', 'منتهية', null] } } } } },
    });
    expect(JSON.stringify(types?.output)).not.toContain('"bl"');
  });
});

describe('PostgreSQL', () => {
  const names: string[] = [];
  const server = () => new URL(inject('postgresUrl'));
  const admin = async (database: string, sql: string) => {
    const client = new pg.Client({ connectionString: Object.assign(server(), { pathname: `/${database}` }).href });
    await client.connect();
    const { rows } = await client.query(sql).finally(() => client.end());
    return rows as Record<string, unknown>[];
  };
  afterAll(async () => {
    for (const name of names) await admin('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  });

  const open = async (encoding: string, further: object = {}) => {
    const name = `text_${randomBytes(6).toString('hex')}`;
    names.push(name);
    await admin('postgres', `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LOCALE 'C'`);
    await admin(name, 'CREATE TABLE old (id int PRIMARY KEY, note text); CREATE INDEX old_note ON old (note)');
    const { hostname, port, username, password } = server();
    const lying = 'text' in further;
    const text = { type: 'string', ...(lying ? { charset: 'windows-1256' } : {}) };
    const stored = lying ? 'convert_from(:text::bytea, getdatabaseencoding())' : ':text';
    const read = lying ? 'convert_to(note, getdatabaseencoding())' : 'note';
    const raw = {
      url: `postgresql://${hostname}:${port}/${name}`,
      user: username,
      password: { secret: 'password' },
      writable: true,
      statements: {
        add: { sql: `INSERT INTO old (id, note) VALUES (:id, ${stored})`, effect: 'write', parameters: { id: { type: 'integer' }, text } },
        byText: {
          sql: `SELECT id, ${read} AS note FROM old WHERE note = ${stored}`,
          parameters: { text },
          columns: lying ? { note: { charset: 'windows-1256' } } : {},
        },
        plain: { sql: 'SELECT note FROM old' },
      },
      ...further,
    };
    return { name, system: await openSystem(raw, testContext({ password })) };
  };

  test.each([
    ['a database that says so (WIN1256)', 'WIN1256', {}],
    ['a database that knows no set (SQL_ASCII)', 'SQL_ASCII', { text: { charset: 'windows-1256' } }],
    ['a database that says LATIN1', 'LATIN1', { text: { charset: 'windows-1256' } }],
  ])('Windows-1256 goes there and comes back as it was: %s', async (_title, encoding, further) => {
    const { name, system } = await open(encoding, further);
    for (const [at, one] of [...spoken, allSigns].entries()) await roundTrip(system, at, one);
    const stored = await admin(name, `SELECT encode(convert_to(note, getdatabaseencoding()), 'hex') AS bytes FROM old WHERE id = 6`);
    expect(stored).toEqual([{ bytes: Buffer.from(Array.from({ length: 128 }, (_, at) => 128 + at)).toString('hex') }]);
  });

  test('a statement that reads such text as text is told to cast it; a database without a set says so', async () => {
    const { system } = await open('SQL_ASCII', { text: { charset: 'windows-1256' } });
    const plain = system.contract.operations.find(({ name }) => name === 'plain');
    expect(plain?.problems).toEqual([
      { kind: 'invalid', place: 'statements.plain.sql', found: expect.stringContaining('statements.plain.columns.note.charset') as string },
    ]);
    expect(system.contract.problems).toEqual([{ kind: 'ignored', place: 'public', found: expect.stringContaining('SQL_ASCII') as string }]);
  });

  test('types: dates without a zone stay, moments come in UTC, arrays and enums as JSON, infinity as null', async () => {
    const { name } = await open('UTF8');
    await admin(
      name,
      `SET timezone = 'Asia/Riyadh'; CREATE TYPE state AS ENUM ('سارية', 'منتهية'); CREATE DOMAIN short AS varchar(5);
      CREATE TABLE types (id bigint PRIMARY KEY, d date, ts timestamp, tz timestamptz, tm time, n numeric, f real, g double precision, b boolean, by bytea, j jsonb,
        a int[], t text[], e state, dm short, u uuid, iv interval, ch char(5), ip inet);
      INSERT INTO types VALUES (9223372036854775807, '2026-11-27', '2026-11-27 23:59:59.123456', '2026-11-28 01:00:00+03', '23:59:59.5', 12345678901234567890.0123456789, 1.1, 'NaN', true, '\\x00ff',
        '{"a": 12345678901234567890}', '{1,NULL,3}', '{"a,b","ج"}', 'سارية', 'abc', '123e4567-e89b-12d3-a456-426614174000', '1 day 2 hours', 'ab', '10.0.0.1')`,
    );
    const { hostname, port, username, password } = server();
    const raw = { url: `postgresql://${hostname}:${port}/${name}`, user: username, password: { secret: 'password' } };
    const system = await openSystem({ ...raw, statements: { all: { sql: 'SELECT e, a, tz, n FROM types' } } }, testContext({ password }));
    expect((await system.call('types.find', { id: '9223372036854775807' })).output).toEqual({
      id: '9223372036854775807',
      d: '2026-11-27',
      ts: '2026-11-27T23:59:59.123456',
      tz: '2026-11-27T22:00:00Z',
      tm: '23:59:59.5',
      n: '12345678901234567890.0123456789',
      f: 1.1,
      g: null,
      b: true,
      by: 'AP8=',
      j: '{"a": 12345678901234567890}',
      a: [1, null, 3],
      t: ['a,b', 'ج'],
      e: 'سارية',
      dm: 'abc',
      u: '123e4567-e89b-12d3-a456-426614174000',
      iv: 'P1DT2H',
      ch: 'ab   ',
      ip: '10.0.0.1',
    });
    expect(system.contract.operations.find((one) => one.name === 'all')?.output).toMatchObject({
      properties: { rows: { items: { properties: { e: { enum: ['سارية', 'منتهية', null] }, a: { type: ['array', 'null'] } } } } },
    });
  });
});
