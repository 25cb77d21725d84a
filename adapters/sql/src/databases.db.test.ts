import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { allPages, closeSystems, openSystem, testContext } from './testing/open-system.ts';
import { canary, startMariadb, startPostgres, type TestDatabase } from './testing/databases.ts';

const volume = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 1_000_000 : 20_000;

/** What was tried at databases before, in every place where a text goes in. */
const injections = [
  `'; DROP TABLE licence; --`,
  `' OR '1'='1`,
  `" OR ""="`,
  `\\'; DELETE FROM licence; #`,
  `\\\\' UNION SELECT 1,2,3 -- `,
  '`; DROP TABLE licence; `',
  `$$; DROP TABLE licence; $$`,
  `1; SELECT pg_sleep(10)`,
  `%' OR 1=1 /*`,
  `:status`,
  `$1`,
  `?`,
  `) OR (1=1`,
  'ʼ; DROP TABLE licence; --',
  '\uff07 OR \uff07a\uff07=\uff07a',
  `x' AND SLEEP(5) AND 'x`,
  '/*!50000 DROP TABLE licence */',
];

describe.each([
  ['PostgreSQL', startPostgres],
  ['MariaDB', startMariadb],
] as const)('%s', (_title, start) => {
  let db: TestDatabase;
  const open = (further: object = {}, limits = {}) => openSystem(db.config(further), testContext(db.secrets, limits));
  const postgres = () => db.engine === 'postgresql';

  beforeAll(async () => {
    db = await start();
    const text = postgres() ? 'text' : 'varchar(200)';
    await db.admin(`
      CREATE TABLE licence (
        number varchar(11) PRIMARY KEY, shop ${text} NOT NULL, owner char(10) NOT NULL, status char(1) NOT NULL, district int NOT NULL,
        fee decimal(20,4), serial bigint NOT NULL, issued varchar(10));
      CREATE INDEX licence_owner ON licence (owner);
      CREATE INDEX licence_place ON licence (district, status);
      CREATE UNIQUE INDEX licence_serial ON licence (serial);
      CREATE TABLE request (id int PRIMARY KEY, licence varchar(11) NOT NULL REFERENCES licence (number), note varchar(40) NOT NULL);
      CREATE TABLE hub_key (key_text varchar(80) PRIMARY KEY, answer text)`);
    await db.admin(
      `INSERT INTO licence VALUES
      ('50142010001', 'بقالة السنابل', '1072645193', '1', 1, 1440.0000, 9007199254740993, '1447/01/08'),
      ('50142110002', 'مقهى کرک', '1019304755', '1', 2, 12345678901234.5678, 9007199254740994, '1446/13/31'),
      ('50142210003', 'O''Brien % _ ! \\', '1048172637', '2', 1, NULL, 9223372036854775807, NULL)`.replace('\\', postgres() ? '\\' : '\\\\'),
    );
  });
  afterEach(closeSystems);
  afterAll(() => db.remove());

  test('tables and views are found with types, keys and comments, and become reads', async () => {
    await db.admin('CREATE VIEW shops AS SELECT number, shop FROM licence');
    const { contract } = await open({ keys: { shops: { key: ['number'] } } });
    expect(contract.kind).toMatch(postgres() ? /^PostgreSQL 18/ : /^MariaDB 10/);
    expect(contract.problems).toEqual([]);
    const names = contract.operations.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['licence.find', 'licence.findBy.serial', 'licence.list', 'shops.find', 'shops.list', 'request.find']));
    expect(contract.operations.every(({ effect, problems }) => effect === 'read' && problems.length === 0)).toBe(true);
    const list = contract.operations.find(({ name }) => name === 'licence.list');
    expect(list?.input).toMatchObject({
      properties: {
        where: { dependentRequired: { status: ['district'] } },
        order: { enum: ['district', 'key', 'owner', 'serial', 'status'] },
      },
    });
    expect(list?.output).toMatchObject({
      properties: { rows: { items: { properties: { fee: { type: ['string', 'null'] }, serial: { type: 'string' }, number: { maxLength: 11 } } } } },
    });
  });

  test('a view without a key says what it lacks, and the others are still there', async () => {
    const { contract } = await open();
    const view = contract.operations.find(({ name }) => name === 'shops.list');
    expect(view?.problems).toEqual([{ kind: 'unsupported', place: 'shops', found: expect.stringContaining('keys.shops.key') as string }]);
    expect(contract.operations.find(({ name }) => name === 'licence.list')?.problems).toEqual([]);
  });

  test('a key that does not tell rows apart is found out instead of losing rows', async () => {
    const system = await open({ keys: { shops: { key: ['shop'] } }, pageRows: 2 });
    await db.admin(`INSERT INTO licence VALUES ('50142310004', 'بقالة السنابل', '1', '1', 9, NULL, 4, NULL)`);
    await expect(allPages(system, 'shops.list', {})).rejects.toMatchObject({ outcome: 'contract-violation' });
    await db.admin(`DELETE FROM licence WHERE serial = 4`);
  });

  test('reads give decimals and big numbers as they are, and Hijri dates as the text they are', async () => {
    const system = await open();
    expect((await system.call('licence.find', { number: '50142110002' })).output).toEqual({
      number: '50142110002',
      shop: 'مقهى کرک',
      owner: '1019304755',
      status: '1',
      district: 2,
      fee: '12345678901234.5678',
      serial: '9007199254740994',
      issued: '1446/13/31',
    });
    expect((await system.call('licence.findBy.serial', { serial: '9007199254740993' })).output).toMatchObject({ number: '50142010001' });
    expect((await system.call('licence.find', { number: 'none' })).output).toBeNull();
  });

  test('filters: equal, one of several, range, beginning, null; several hold together', async () => {
    const system = await open({ keys: { licence: { filters: ['fee', 'issued', 'shop'] } } });
    const numbers = async (where: object) =>
      ((await system.call('licence.list', { where })).output as { rows: { number: string }[] }).rows.map(({ number }) => number.slice(-1));
    expect(await numbers({ owner: '1019304755' })).toEqual(['2']);
    expect(await numbers({ serial: { in: ['9223372036854775807', '9007199254740993'] } })).toEqual(['1', '3']);
    expect(await numbers({ serial: { from: '9007199254740994' } })).toEqual(['2', '3']);
    expect(await numbers({ fee: { from: '1440', to: '12345678901234.5677' } })).toEqual(['1']);
    expect(await numbers({ fee: '12345678901234.5678' })).toEqual(['2']);
    expect(await numbers({ issued: null })).toEqual(['3']);
    expect(await numbers({ shop: { startsWith: 'مقهى' } })).toEqual(['2']);
    expect(await numbers({ shop: { startsWith: `O'Brien % _ ! \\` } })).toEqual(['3']);
    expect(await numbers({ shop: { startsWith: 'O_Brien' } })).toEqual([]);
    expect(await numbers({ district: 1, status: '1' })).toEqual(['1']);
  });

  test('injection: whatever goes in through filters, keys, order, cursor and parameters is a value and nothing else', async () => {
    const system = await open({
      keys: { licence: { filters: ['shop'] } },
      statements: { byShop: { sql: 'SELECT number FROM licence WHERE shop = :shop', parameters: { shop: { type: 'string' } } } },
    });
    const whole = await db.rows('SELECT * FROM licence ORDER BY number');
    for (const text of injections) {
      const none = (answer: { output: unknown }) => expect(answer.output, text).toEqual({ rows: [] });
      none(await system.call('byShop', { shop: text }));
      none(await system.call('licence.list', { where: { shop: text } }));
      none(await system.call('licence.list', { where: { shop: { in: [text, text] } } }));
      none(await system.call('licence.list', { where: { shop: { startsWith: text } } }));
      none(await system.call('licence.list', { where: { shop: { from: text, to: text } } }));
      expect((await system.call('licence.find', { number: text })).output).toBeNull();
      for (const bad of [
        { operation: 'licence.list', input: { order: text } },
        { operation: 'licence.list', input: { where: { [text]: 1 } } },
        { operation: 'licence.list', input: {}, cursor: text },
        { operation: 'licence.list', input: {}, cursor: Buffer.from(JSON.stringify(['+key', text, text])).toString('base64url') },
        { operation: 'licence.list', input: { where: { district: text } } },
        { operation: 'licence.findBy.serial', input: { serial: text } },
        { operation: text, input: {} },
      ])
        expect(await system.failure(bad.operation, bad.input, { cursor: bad.cursor })).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
      // A well-formed cursor is a value too.
      await system.call('licence.list', {}, { cursor: Buffer.from(JSON.stringify(['+key', text])).toString('base64url') });
    }
    expect(await db.rows('SELECT * FROM licence ORDER BY number')).toEqual(whole);
  });

  test('hostile names of tables and columns are names and nothing else', async () => {
    const names = [`a"; DROP TABLE licence; --`, 'b`; DROP TABLE licence; --', `c'd`, 'e.f', 'رخصة المحل', 'g]; h', 'select', 'i\\'];
    for (const name of names) {
      await db.admin(
        `CREATE TABLE ${db.quote(name)} (${db.quote(`${name}k`)} int PRIMARY KEY, ${db.quote('__proto__')} varchar(9), ${db.quote(`x${name}`)} varchar(9))`,
      );
      await db.admin(`INSERT INTO ${db.quote(name)} VALUES (1, 'p', 'q')`);
    }
    const system = await open();
    const names1 = system.contract.operations.map(({ name }) => name);
    expect(new Set(names1).size).toBe(names1.length);
    for (const name of names) {
      const list = system.contract.operations.find((one) => one.name.endsWith('.list') && JSON.stringify(one.output).includes(JSON.stringify(`x${name}`)));
      const { rows } = (await system.call(list?.name ?? name, {})).output as { rows: object[] };
      expect(Object.entries(rows[0] ?? {})).toEqual([
        [`${name}k`, 1],
        ['__proto__', 'p'],
        [`x${name}`, 'q'],
      ]);
      await db.admin(`DROP TABLE ${db.quote(name)}`);
    }
    expect(await db.rows('SELECT number FROM licence')).toHaveLength(3);
  });

  test('paging: each row once in any order, also while rows come and go', async () => {
    await db.admin(`CREATE TABLE visit (year int, place int, grade int NOT NULL, PRIMARY KEY (year, place)); CREATE INDEX visit_grade ON visit (grade)`);
    const values = Array.from({ length: 60 }, (_, at) => `(${1440 + (at % 3)}, ${at}, ${at % 4})`).join(', ');
    await db.admin(`INSERT INTO visit VALUES ${values}`);
    const system = await open({ pageRows: 7 });
    const names = (rows: readonly object[]) => rows.map((row) => (row as { place: number }).place).toSorted((one, other) => one - other);
    const all = Array.from({ length: 60 }, (_, at) => at);
    for (const input of [{}, { descending: true }, { order: 'grade' }, { order: 'grade', descending: true, limit: 5 }]) {
      const rows = await allPages(system, 'visit.list', input, async (page) => {
        await db.admin(`INSERT INTO visit VALUES (1400, ${1000 + page}, 0), (1500, ${2000 + page}, 3)`);
        await db.admin(`DELETE FROM visit WHERE place = ${999 + page}`);
      });
      expect(names(rows).filter((place) => place < 1000)).toEqual(all);
      expect(new Set(names(rows)).size).toBe(rows.length);
      await db.admin('DELETE FROM visit WHERE place >= 1000');
    }
    const sorted = await allPages(system, 'visit.list', { order: 'grade', descending: true });
    const grades = sorted.map((row) => (row as { grade: number }).grade);
    expect(grades).toEqual(grades.toSorted((one, other) => other - one));
  });

  test('a cursor is good for its own list alone', async () => {
    const system = await open({ pageRows: 2 });
    const { next } = await system.call('licence.list', {});
    expect(next).toBeDefined();
    expect(await system.failure('licence.list', { descending: true }, { cursor: next })).toMatchObject({ outcome: 'input-invalid' });
    expect(await system.failure('licence.list', { order: 'owner' }, { cursor: next })).toMatchObject({ outcome: 'input-invalid' });
  });

  test('statements: parameters by name, also several times; types of the result are found; pages are cut from it', async () => {
    const system = await open({
      pageRows: 2,
      statements: {
        licence: {
          sql: 'SELECT number, shop, fee FROM licence WHERE number = :number OR :number = shop',
          one: true,
          parameters: { number: { type: 'string' } },
        },
        byOwner: {
          sql: `WITH mine AS (SELECT * FROM licence) SELECT number, serial, ':no' AS mark FROM mine WHERE owner = :owner OR :owner = 'all' -- ' :not`,
          parameters: { owner: { type: 'string', default: 'all' } },
          page: ['serial'],
        },
      },
    });
    expect(system.contract.operations.filter(({ problems, group }) => group === null && problems.length > 0)).toEqual([]);
    expect(system.contract.operations.find(({ name }) => name === 'licence')?.output).toMatchObject({
      anyOf: [{ properties: { fee: { type: ['string', 'null'] } } }, {}],
    });
    expect((await system.call('licence', { number: '50142010001' })).output).toEqual({ number: '50142010001', shop: 'بقالة السنابل', fee: '1440.0000' });
    expect((await system.call('licence', { number: 'x' })).output).toBeNull();
    const rows = await allPages(system, 'byOwner', {});
    expect(rows).toEqual(['9007199254740993', '9007199254740994', '9223372036854775807'].map((serial) => expect.objectContaining({ serial, mark: ':no' })));
    expect((await system.call('byOwner', { owner: '1048172637' })).output).toMatchObject({ rows: [{ number: '50142210003' }] });
  });

  test('a statement that is wrong says why, and the others can be chosen', async () => {
    const { contract } = await open({
      writable: true,
      statements: {
        good: { sql: 'SELECT number FROM licence;' },
        gone: { sql: 'SELECT nowhere FROM licence' },
        unparsed: { sql: 'SELECT FROM WHERE' },
        two: { sql: 'SELECT 1; DELETE FROM licence' },
        hidden: { sql: 'DELETE FROM licence' },
        within: { sql: 'WITH x AS (SELECT 1) INSERT INTO request SELECT 1, number, shop FROM licence' },
        locks: { sql: 'SELECT number FROM licence FOR UPDATE' },
        outfile: { sql: `SELECT number INTO OUTFILE '/tmp/x' FROM licence` },
        undeclared: { sql: 'SELECT number FROM licence WHERE shop = :shop' },
        unused: { sql: 'SELECT number FROM licence', parameters: { shop: { type: 'string' } } },
        same: { sql: 'SELECT number, number FROM licence' },
        ddl: { sql: 'DROP TABLE licence', effect: 'write' },
        unpaged: { sql: 'SELECT fee FROM licence', page: ['nothing'] },
      },
    });
    const problems = Object.fromEntries(
      contract.operations.filter(({ group }) => group === null).map((one) => [one.name, one.problems.map(({ place }) => place)]),
    );
    expect(problems).toEqual({
      good: [],
      gone: ['statements.gone.sql'],
      unparsed: ['statements.unparsed.sql'],
      two: ['statements.two.sql'],
      hidden: ['statements.hidden.sql'],
      within: ['statements.within.sql'],
      locks: ['statements.locks.sql'],
      outfile: ['statements.outfile.sql'],
      undeclared: ['statements.undeclared.parameters'],
      unused: ['statements.unused.parameters.shop'],
      same: ['statements.same.sql'],
      ddl: ['statements.ddl.sql'],
      unpaged: ['statements.unpaged.sql'],
    });
    expect(await db.rows('SELECT number FROM licence')).toHaveLength(3);
  });

  test('a read that writes after all is refused by the server itself', async () => {
    const sneak = (body: string) =>
      postgres()
        ? `CREATE OR REPLACE FUNCTION sneak() RETURNS int LANGUAGE sql AS '${body}SELECT 1'`
        : `CREATE OR REPLACE FUNCTION sneak() RETURNS int BEGIN ${body}RETURN 1; END`;
    await db.admin(sneak(''));
    const system = await open({ statements: { sneaky: { sql: 'SELECT sneak() AS done' } } });
    expect((await system.call('sneaky', {})).output).toEqual({ rows: [{ done: 1 }] });
    await db.admin(sneak('DELETE FROM request; '));
    expect(await system.failure('sneaky', {})).toMatchObject({ outcome: 'refused', fault: { code: '25006' } });
    expect((await system.call('licence.find', { number: 'none' })).output).toBeNull();
  });

  test('more rows than allowed, and rows larger than allowed, end the call', async () => {
    const big = postgres() ? `SELECT repeat('x', 9000000) AS big` : `SELECT REPEAT('x', 9000000) AS big`;
    const statements = { all: { sql: 'SELECT number FROM licence' }, one: { sql: 'SELECT number FROM licence', one: true }, big: { sql: big } };
    const system = await open({ rowCap: 2, statements });
    expect(await system.failure('all', {})).toMatchObject({ outcome: 'too-large' });
    expect(await system.failure('one', {})).toMatchObject({ outcome: 'contract-violation' });
    expect(await system.failure('big', {})).toMatchObject({ outcome: 'too-large' });
    expect((await system.call('licence.find', { number: '50142010001' })).output).toMatchObject({ serial: '9007199254740993' });
  });

  test('the deadline ends the call, and the server is free at once', async () => {
    const system = await open({ statements: { wait: { sql: db.wait(600) } } }, { answerMs: 600_000 });
    const end = new AbortController();
    const call = system.failure('wait', {}, { signal: end.signal });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    end.abort(new DOMException('late', 'TimeoutError'));
    expect(await call).toMatchObject({ outcome: 'timeout' });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
    const gone = new AbortController();
    const other = system.failure('wait', {}, { signal: gone.signal });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    gone.abort();
    expect(await other).toMatchObject({ outcome: 'cancelled' });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
  });

  test('the server ends a statement by itself when nobody else does', async () => {
    const slow = postgres()
      ? `SELECT count(*)::text AS n FROM generate_series(1, 100000000000)`
      : `SELECT COUNT(*) AS n FROM seq_1_to_1000000 a, seq_1_to_1000000 b`;
    const system = await open({ statementMs: 300, statements: { slow: { sql: slow } } });
    expect(await system.failure('slow', {})).toMatchObject({ outcome: 'timeout', fault: { code: postgres() ? '57014' : '70100' } });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
  });

  test('sessions that the server ended are opened anew, and the call goes on', async () => {
    const system = await open({
      writable: true,
      statements: { note: { sql: `UPDATE licence SET issued = issued WHERE number = '50142010001'`, effect: 'write' } },
    });
    await system.call('licence.list', {});
    await system.call('note', {}, { key: 'k' });
    await db.endSessions();
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
    await db.endSessions();
    expect((await system.call('note', {}, { key: 'k' })).output).toMatchObject({ affected: 1 });
  });

  test('a server that dies in the middle of a call ends it; when it is back, so are the calls', async () => {
    const system = await open({ statements: { wait: { sql: db.wait(600) } } }, { answerMs: 600_000 });
    const call = system.failure('wait', {});
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    await db.stop();
    expect(await call).toMatchObject({ outcome: 'unreachable' });
    expect(await system.failure('licence.list', {})).toMatchObject({ outcome: 'unreachable', reached: 'no' });
    await db.start();
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('a wrong password is told as such and stands nowhere; the new one holds as soon as it is given', async () => {
    const secrets = { password: `wrong-${canary}` };
    const { contract } = await open();
    const system = await openSystem(db.config(), testContext(secrets), contract);
    const error = await system.failure('licence.list', {});
    expect(error).toMatchObject({ outcome: 'unauthorised', reached: 'no' });
    expect(`${error.message}${String(error.stack)}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(canary);
    secrets.password = canary;
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('a server without TLS is not spoken to where TLS is asked for', async () => {
    await expect(open({ tls: {} })).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  });

  test('what the server refuses is told with its code: unknown table, missing right, broken rule, value too long', async () => {
    const text = { type: 'string' };
    const system = await open({
      writable: true,
      statements: {
        request: {
          sql: 'INSERT INTO request VALUES (:id, :licence, :note)',
          effect: 'write',
          parameters: { id: { type: 'integer' }, licence: text, note: text },
        },
      },
    });
    const write = (id: number, licence: string, note: string) => system.failure('request', { id, licence, note }, { key: `k${id}${note}` });
    await system.call('request', { id: 1, licence: '50142010001', note: 'أولى' }, { key: 'first' });
    expect(await write(1, '50142010001', 'ثانية')).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: postgres() ? '23505' : '23000' } });
    expect(await write(2, 'none', 'x')).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: postgres() ? '23503' : '23000' } });
    expect(await write(3, '50142010001', 'x'.repeat(50))).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '22001' } });
    expect(await db.rows('SELECT id FROM request')).toHaveLength(1);
    await db.admin('DELETE FROM request; CREATE TABLE secret_note (id int PRIMARY KEY)');
    const seen = await open();
    await db.admin(postgres() ? 'REVOKE ALL ON secret_note FROM hub' : `DROP TABLE secret_note`);
    expect(await seen.failure('secret_note.list', {})).toMatchObject(postgres() ? { outcome: 'unauthorised' } : { outcome: 'contract-violation' });
    if (postgres()) await db.admin('DROP TABLE secret_note');
    expect(await seen.failure('secret_note.list', {})).toMatchObject({ outcome: 'contract-violation', fault: { code: postgres() ? '42P01' : '42S02' } });
  });

  test('a locked row ends the write as failed, undone, with the code of locks', async () => {
    const sql = `UPDATE licence SET status = '9' WHERE number = '50142010001'`;
    const system = await open({ statementMs: postgres() ? 500 : 1_900, writable: true, statements: { set: { sql, effect: 'write' } } });
    const holder = await open(
      {
        writable: true,
        statements: {
          hold: {
            sql: `UPDATE licence SET status = '1' WHERE number = '50142010001' AND ${postgres() ? 'pg_sleep(600) IS NOT NULL' : 'SLEEP(600) = 0'}`,
            effect: 'write',
          },
        },
      },
      { answerMs: 600_000 },
    );
    const end = new AbortController();
    const holding = holder.failure('hold', {}, { key: 'h', signal: end.signal });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    if (postgres()) {
      // PostgreSQL locks the row only once its condition has held, so another way of holding it is needed.
      end.abort();
      await holding;
      await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
      await db.admin(
        `CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NULL; END'; CREATE TRIGGER hold AFTER UPDATE ON licence FOR EACH ROW WHEN (NEW.status = '8') EXECUTE FUNCTION hold()`,
      );
      const other = await open(
        { writable: true, statements: { hold: { sql: `UPDATE licence SET status = '8' WHERE number = '50142010001'`, effect: 'write' } } },
        { answerMs: 600_000 },
      );
      const stop = new AbortController();
      const held = other.failure('hold', {}, { key: 'h', signal: stop.signal });
      await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
      expect(await system.failure('set', {}, { key: 's' })).toMatchObject({ outcome: 'failed', reached: 'yes', fault: { code: '55P03' } });
      stop.abort();
      expect(await held).toMatchObject({ outcome: 'cancelled', reached: 'no' });
      await db.admin('DROP TRIGGER hold ON licence');
    } else {
      expect(await system.failure('set', {}, { key: 's' })).toMatchObject({ outcome: 'failed', reached: 'yes', fault: { code: '1205' } });
      end.abort();
      expect(await holding).toMatchObject({ outcome: 'cancelled', reached: 'no' });
    }
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
    expect(await db.rows(`SELECT status FROM licence WHERE number = '50142010001'`)).toEqual([{ status: '1' }]);
  });

  const requestStatement = {
    sql: 'INSERT INTO request (id, licence, note) VALUES (:id, :licence, :note)',
    effect: 'write',
    parameters: { id: { type: 'integer' }, licence: { type: 'string' }, note: { type: 'string' } },
  };

  test('the same key writes once: again, at the same time, and after the reply was lost', async () => {
    const ledger = { idempotency: { table: 'hub_key', column: 'key_text', answer: 'answer' }, writable: true, statements: { request: requestStatement } };
    const system = await open(ledger);
    expect(system.contract.problems).toEqual([]);
    const write = (id: number, key: string) => system.call('request', { id, licence: '50142010001', note: 'طلب' }, { key });
    expect((await write(11, 'key-11')).output).toEqual({ affected: 1, rows: [], repeated: false });
    expect((await write(12, 'key-11')).output).toEqual({ affected: 1, rows: [], repeated: true });
    const answers = await Promise.all([21, 22, 23].map((id) => write(id, 'key-21')));
    expect(answers.map(({ output }) => (output as { repeated: boolean }).repeated).toSorted()).toEqual([false, true, true]);
    expect(await db.rows('SELECT id FROM request')).toHaveLength(2);
    // A write that fails leaves its key free.
    expect(await system.failure('request', { id: 31, licence: 'none', note: 'x' }, { key: 'key-31' })).toMatchObject({ outcome: 'refused' });
    expect((await write(31, 'key-31')).output).toMatchObject({ repeated: false });
    await db.admin('DELETE FROM request; DELETE FROM hub_key');
  });

  test('a ledger that is not there is told when the contract is read', async () => {
    const { contract } = await open({ idempotency: { table: 'nowhere', column: 'key_text' }, writable: true, statements: { request: requestStatement } });
    expect(contract.problems).toEqual([{ kind: 'unresolved', place: 'idempotency', found: expect.stringMatching(/^42/) as string }]);
  });

  test('a write that would touch more rows than it may is taken back', async () => {
    const sql = `UPDATE licence SET issued = :issued WHERE district < 5`;
    const parameters = { issued: { type: 'string' } };
    const system = await open({ writable: true, statements: { issue: { sql, parameters, effect: 'write', touches: { least: 1, most: 1 } } } });
    expect(await system.failure('issue', { issued: 'x' }, { key: 'k' })).toMatchObject({ outcome: 'refused', fault: { code: 'ROWS_TOUCHED' } });
    expect(await db.rows(`SELECT number FROM licence WHERE issued = 'x'`)).toEqual([]);
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('the exchange record gets statement and values, and what came back', async () => {
    const system = await open();
    await system.call('licence.find', { number: '50142010001' });
    expect(JSON.parse(system.messages.sent ?? '')).toMatchObject({ sql: expect.stringContaining('licence') as string, values: ['50142010001'] });
    expect(JSON.parse(system.messages.received ?? '')).toMatchObject({ rows: [{ shop: 'بقالة السنابل' }] });
  });

  test('a changed table shows in the contract, and a column that is gone ends calls of the old contract', async () => {
    await db.admin('CREATE TABLE drifting (id int PRIMARY KEY, a varchar(10), b int)');
    const system = await open();
    const shape = async () => (await open()).contract.operations.filter(({ name }) => name.startsWith('drifting'));
    const before = await shape();
    expect(await shape()).toEqual(before);
    await db.admin(postgres() ? 'ALTER TABLE drifting ALTER COLUMN a TYPE varchar(20)' : 'ALTER TABLE drifting MODIFY a varchar(20)');
    expect(await shape()).not.toEqual(before);
    await db.admin('ALTER TABLE drifting DROP COLUMN b');
    expect(await system.failure('drifting.list', {})).toMatchObject({ outcome: 'contract-violation', fault: { code: postgres() ? '42703' : '42S22' } });
  });

  test(`${volume} rows are read page by page in bounded memory`, async () => {
    await db.admin('CREATE TABLE many (id int PRIMARY KEY, filler varchar(200) NOT NULL)');
    const numbers = postgres() ? `generate_series(1, ${volume}) AS s (seq)` : `seq_1_to_${volume}`;
    await db.admin(`INSERT INTO many SELECT seq, REPEAT('نص ', 30) FROM ${numbers}`);
    const system = await open({ pageRows: 1_000 });
    let rows = 0;
    let cursor: string | undefined;
    let peak = 0;
    const start = process.memoryUsage().heapUsed + process.memoryUsage().external;
    do {
      const answer = await system.call('many.list', {}, { cursor });
      rows += (answer.output as { rows: object[] }).rows.length;
      cursor = answer.next;
      peak = Math.max(peak, process.memoryUsage().heapUsed + process.memoryUsage().external - start);
    } while (cursor !== undefined);
    expect(rows).toBe(volume);
    expect(peak).toBeLessThan(128_000_000);
    await db.admin('DROP TABLE many');
  }, 600_000);

  test('closing leaves no session at the server', async () => {
    const system = await open();
    await Promise.all([1, 2, 3].map(() => system.call('licence.list', {})));
    await system.connection.close();
    const sessions = postgres() ? `SELECT pid FROM pg_stat_activity WHERE usename = 'hub'` : `SELECT id FROM information_schema.PROCESSLIST WHERE user = 'hub'`;
    await expect.poll(() => db.rows(sessions), { timeout: 20_000 }).toEqual([]);
  });
});
