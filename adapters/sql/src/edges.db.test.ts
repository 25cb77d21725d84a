import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { closeSystems, openSystem, testContext } from './testing/open-system.ts';
import { startMariadb, startPostgres, type TestDatabase } from './testing/databases.ts';

const text = { type: 'string' };

describe.each([
  ['PostgreSQL', startPostgres],
  ['MariaDB', startMariadb],
] as const)('%s', (_title, start) => {
  let db: TestDatabase;
  const open = (further: object = {}, limits = {}) => openSystem(db.config(further), testContext(db.secrets, limits));
  const postgres = () => db.engine === 'postgresql';
  const problemsOf = async (further: object) =>
    (await open(further)).contract.operations.flatMap(({ name, problems }) => problems.map(({ kind, place }) => `${name}: ${kind} ${place}`));

  beforeAll(async () => {
    db = await start();
    await db.admin(`CREATE TABLE item (id int PRIMARY KEY, name varchar(40), photo ${postgres() ? 'bytea' : 'blob'}, seen timestamp NULL, price ${postgres() ? 'double precision' : 'double'}, sold ${postgres() ? 'boolean' : 'bit(1)'});
      CREATE INDEX item_name ON item (name);
      CREATE TABLE nameless (a int, b int);
      CREATE TABLE measured (value ${postgres() ? 'double precision' : 'double'} PRIMARY KEY);
      CREATE TABLE hub_key (key_text varchar(80) PRIMARY KEY)`);
  });
  afterEach(closeSystems);
  afterAll(() => db.remove());

  test('parameters of every kind go in and come out as they were; what may be left out has its default, or is null', async () => {
    const stored = postgres() ? ':seen::timestamptz' : ':seen';
    const system = await open({
      writable: true,
      statements: {
        put: {
          sql: `INSERT INTO item (id, name, photo, seen, price, sold) VALUES (:id, :name, :photo, ${stored}, :price, :sold)`,
          effect: 'write',
          idempotent: true,
          parameters: {
            id: { type: 'integer' },
            name: { type: ['string', 'null'] },
            photo: { type: 'string', contentEncoding: 'base64' },
            seen: { type: 'string', format: 'date-time' },
            price: { type: 'number' },
            sold: { type: 'boolean', default: true },
          },
        },
      },
    });
    expect(system.contract.operations.find(({ name }) => name === 'put')).toMatchObject({
      idempotent: true,
      input: { required: ['id', 'photo', 'seen', 'price'] },
    });
    const put = (input: object) => system.call('put', input);
    expect((await put({ id: 1, photo: 'AP8=', seen: '2026-11-27T03:00:00+03:00', price: 12.75 })).output).toMatchObject({ affected: 1 });
    const seen = postgres() ? '2026-11-27T00:00:00' : '2026-11-27T00:00:00Z';
    expect((await system.call('item.find', { id: 1 })).output).toEqual({ id: 1, name: null, photo: 'AP8=', seen, price: 12.75, sold: true });
    expect((await system.call('item.list', { where: { name: null } })).output).toEqual({ rows: [{ id: 1, name: null, seen, price: 12.75, sold: true }] });
    expect(await system.failure('put', { id: 2, photo: 'no base64', seen: 'x', price: 1 })).toMatchObject({
      outcome: 'input-invalid',
      findings: [{ path: '/photo' }],
    });
  });

  test('whoever holds too many calls at once waits, and the server is asked no more than it may be', async () => {
    const system = await open({ statements: { wait: { sql: db.wait(0.2) } } }, { atOnce: 2 });
    let most = 0;
    let calling = true;
    const watching = (async () => {
      while (calling) most = Math.max(most, await db.running());
    })();
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => system.call('wait', {})));
    calling = false;
    await watching;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
  });

  test('a session outlives the deadline of the call that opened it', async () => {
    const sql = postgres() ? 'SELECT pg_backend_pid() AS session' : 'SELECT CAST(CONNECTION_ID() AS char) AS session';
    const system = await open({ statements: { who: { sql, one: true } } });
    const first = new AbortController();
    const { output } = await system.call('who', {}, { signal: first.signal });
    first.abort();
    expect((await system.call('who', {})).output).toEqual(output);
  });

  test('what cannot be done is said by its place, and only that', async () => {
    const wrong = {
      keys: { item: { key: ['nowhere'] } },
      writable: true,
      statements: {
        stranger: { sql: 'SELECT id FROM item', columns: { other: { charset: 'windows-1256' } } },
        limited: { sql: 'SELECT id FROM item WHERE id < :limit', parameters: { limit: { type: 'integer' } }, page: ['id'] },
        float: { sql: 'SELECT price FROM item', page: ['price'] },
        waiting: { sql: 'SELECT id FROM item FOR SHARE' },
      },
    };
    expect((await problemsOf(wrong)).toSorted()).toEqual([
      'float: invalid statements.float.page',
      'item.list: unresolved keys.item',
      'limited: invalid statements.limited.parameters.limit',
      'measured.list: unsupported measured',
      'nameless.list: unsupported nameless',
      'stranger: invalid statements.stranger.columns.other',
      'waiting: invalid statements.waiting.sql',
    ]);
    const system = await open(wrong);
    expect(await system.failure('float', {})).toMatchObject({ outcome: 'contract-violation', reached: 'no' });
    expect(await system.failure('nowhere', {})).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  });

  test('a statement that came after the contract was accepted waits for the contract to be read anew', async () => {
    const { contract } = await open();
    const system = await openSystem(db.config({ statements: { late: { sql: 'SELECT id FROM item' } } }), testContext(db.secrets), contract);
    const error = await system.failure('late', {});
    expect(error).toMatchObject({ outcome: 'contract-violation', reached: 'no' });
    expect(error.message).toContain('read the contract anew');
  });

  test('only what is named is looked at, in every schema that is named', async () => {
    const other = postgres() ? 'archive' : 'archive_2';
    await db.admin(
      postgres()
        ? `CREATE SCHEMA archive; GRANT USAGE ON SCHEMA archive TO hub; CREATE TABLE archive.old (id int PRIMARY KEY); GRANT SELECT ON archive.old TO hub`
        : `CREATE DATABASE archive_2; CREATE TABLE archive_2.old (id int PRIMARY KEY); GRANT SELECT ON archive_2.* TO hub`,
    );
    const names = (await open({ schemas: ['register', other], relations: ['item', `${other}.*`] })).contract.operations.map(({ name }) => name);
    expect(names).toEqual([`${other}.old.find`, `${other}.old.list`, 'item.find', 'item.list']);
    const system = await open({ schemas: [other] });
    expect((await system.call(`${other}.old.list`, {})).output).toEqual({ rows: [] });
    expect((await open({ schemas: [`x', 'y`] })).contract.operations).toEqual([]);
  });

  test('a row without a place in the order ends the list instead of losing rows', async () => {
    await db.admin(`INSERT INTO item (id, name) VALUES (50, NULL), (51, NULL), (52, 'c')`);
    await db.admin('CREATE VIEW loose AS SELECT name, id FROM item WHERE id >= 50');
    const system = await open({ keys: { loose: { key: ['name'] } }, pageRows: 2 });
    await expect(
      (async () => {
        let cursor: string | undefined;
        do cursor = (await system.call('loose.list', {}, { cursor })).next;
        while (cursor !== undefined);
      })(),
    ).rejects.toMatchObject({ outcome: 'contract-violation' });
    await db.admin('DROP VIEW loose; DELETE FROM item WHERE id >= 50');
  });

  test('no row, where one is asked for, is a refusal in words of the configuration', async () => {
    const missing = { code: 'ITEM_UNKNOWN', message: 'لا يوجد صنف بهذا الرقم' };
    const one = { sql: 'SELECT id FROM item WHERE id = :id', one: true, missing, parameters: { id: { type: 'integer' } } };
    const system = await open({ statements: { one } });
    expect(system.contract.operations.find(({ name }) => name === 'one')?.output).toMatchObject({ type: 'object' });
    expect((await system.call('one', { id: 1 })).output).toEqual({ id: 1 });
    expect(await system.failure('one', { id: 404 })).toMatchObject({ outcome: 'refused', reached: 'yes', fault: missing });
  });

  test('filters that are none are refused with their place', async () => {
    const system = await open();
    for (const where of [{ name: {} }, { id: 'x' }, { id: { in: ['x'] } }, { id: { from: 'x' } }])
      expect(await system.failure('item.list', { where })).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
    expect((await system.call('item.list', { where: { id: { to: 1 } } })).output).toMatchObject({ rows: [{ id: 1 }] });
  });

  test('a ledger without a place for answers still writes once; a key it cannot hold is refused, and nothing is written', async () => {
    const system = await open({
      writable: true,
      idempotency: { table: 'register.hub_key', column: 'key_text' },
      statements: { add: { sql: 'INSERT INTO nameless (a, b) VALUES (:a, 1)', effect: 'write', parameters: { a: { type: 'integer' } } } },
    });
    expect((await system.call('add', { a: 1 }, { key: 'k1' })).output).toEqual({ affected: 1, rows: [], repeated: false });
    expect((await system.call('add', { a: 1 }, { key: 'k1' })).output).toEqual({ affected: null, rows: [], repeated: true });
    expect(await system.failure('add', { a: 2 }, { key: 'k'.repeat(100) })).toMatchObject({ outcome: 'refused', fault: { code: '22001' } });
    expect(await db.rows('SELECT a FROM nameless')).toEqual([{ a: 1 }]);
  });

  test('a ledger whose answer is gone says that it was repeated, and no more', async () => {
    await db.admin('CREATE TABLE kept_key (key_text varchar(80) PRIMARY KEY, answer text)');
    await db.admin(`INSERT INTO kept_key VALUES ('k9', NULL)`);
    const system = await open({
      writable: true,
      idempotency: { table: 'kept_key', column: 'key_text', answer: 'answer' },
      statements: { add: { sql: 'INSERT INTO nameless (a, b) VALUES (:name, 1)', effect: 'write', parameters: { name: { type: 'integer' } } } },
    });
    expect((await system.call('add', { name: 9 }, { key: 'k9' })).output).toEqual({ affected: null, rows: [], repeated: true });
  });

  test('a write that gives rows back gives them, and a write whose rows nobody can count is not taken for right', async () => {
    const returning = { sql: `INSERT INTO item (id, name) VALUES (:id, 'كرك') RETURNING id, name`, effect: 'write', parameters: { id: { type: 'integer' } } };
    const columns = { id: { schema: { type: 'integer' } }, name: { schema: text } };
    expect(await problemsOf({ writable: true, relations: ['none'], statements: { add: returning } })).toEqual(
      postgres() ? [] : ['add: invalid statements.add.columns'],
    );
    const select = postgres() ? 'SELECT pg_sleep(0)::text AS done' : 'SELECT SLEEP(0) AS done';
    const system = await open({
      writable: true,
      statements: { add: { ...returning, columns }, counted: { sql: select, effect: 'write', touches: { least: postgres() ? 0 : 2 } } },
    });
    expect((await system.call('add', { id: 60 })).output).toEqual({ affected: 1, rows: [{ id: 60, name: 'كرك' }], repeated: false });
    expect(await system.failure('counted', {})).toMatchObject({ outcome: 'refused', fault: { code: 'ROWS_TOUCHED' } });
    await db.admin('DELETE FROM item WHERE id = 60');
  });

  test('reading the contract ends when the system is closed', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = (db.config() as { url: string }).url.replace(String(db.port), String((silent.address() as AddressInfo).port));
    const config = adapter.config.parse(db.config({ url }));
    const closing = new AbortController();
    const reading = adapter.discover(config, { ...testContext(db.secrets), signal: closing.signal });
    const ended = expect(reading).rejects.toMatchObject({ outcome: 'cancelled', reached: 'no' });
    setImmediate(() => closing.abort());
    await ended;
    await expect(adapter.discover(config, { ...testContext(db.secrets), signal: AbortSignal.abort() })).rejects.toMatchObject({ outcome: 'cancelled' });
    silent.close();
  });

  test('a missing secret is told before anything is opened', async () => {
    await expect(openSystem(db.config(), testContext({}))).rejects.toMatchObject({ outcome: 'input-invalid' });
  });
});
