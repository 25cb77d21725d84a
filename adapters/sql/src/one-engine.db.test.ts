import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeSystems, openSystem, testContext } from './testing/open-system.ts';
import { startMariadb, startPostgres, type TestDatabase } from './testing/databases.ts';

const text = { type: 'string' };

describe('PostgreSQL alone', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await startPostgres()));
  afterEach(closeSystems);
  afterAll(() => db.remove());

  test('of more tables than anybody reads the first are listed, and it is said', async () => {
    await db.admin(`DO $$ BEGIN FOR n IN 1..501 LOOP EXECUTE format('CREATE VIEW v_%s AS SELECT 1 AS one', n); END LOOP; END $$`);
    const { contract } = await openSystem(db.config(), testContext(db.secrets));
    expect(contract.operations).toHaveLength(500);
    expect(contract.problems).toEqual([{ kind: 'ignored', place: 'relations', found: expect.stringContaining('501') as string }]);
  });

  test('a text whose order is not its comparison cuts no pages; comments are told', async () => {
    await db.admin(`CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE spoken (name text COLLATE loose PRIMARY KEY); COMMENT ON TABLE spoken IS 'أسماء'; COMMENT ON COLUMN spoken.name IS 'الاسم'`);
    const { contract } = await openSystem(db.config({ relations: ['spoken'] }), testContext(db.secrets));
    expect(contract.operations).toMatchObject([
      { name: 'spoken.find', summary: 'أسماء', input: { properties: { name: { description: 'الاسم' } } } },
      { name: 'spoken.list', problems: [{ kind: 'unsupported', found: expect.stringContaining('name') as string }] },
    ]);
  });
});

describe('MariaDB alone', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await startMariadb()));
  afterEach(closeSystems);
  afterAll(() => db.remove());

  test('a called procedure gives its first result by the columns that are named; what it commits itself may be done when the call ends badly', async () => {
    await db.admin(`CREATE TABLE log (id int PRIMARY KEY, note varchar(40) CHARACTER SET cp1256)`);
    await db.admin(
      `CREATE PROCEDURE put (IN p_id int) BEGIN INSERT INTO log VALUES (p_id, 'كرك'); SELECT id, note FROM log WHERE id = p_id; SELECT 'second' AS other; END`,
    );
    await db.admin(`CREATE PROCEDURE stuck (IN p_id int) BEGIN INSERT INTO log VALUES (p_id, 'x'); COMMIT; DO SLEEP(600); END`);
    const parameters = { id: { type: 'integer' } };
    const system = await openSystem(
      db.config({
        writable: true,
        statements: {
          put: { sql: 'CALL put(:id)', effect: 'write', parameters, columns: { id: { schema: { type: 'integer' } }, note: { schema: text } } },
          quiet: { sql: 'CALL put(:id)', effect: 'write', parameters },
          stuck: { sql: 'CALL stuck(:id)', effect: 'write', parameters },
        },
      }),
      testContext(db.secrets, { answerMs: 600_000 }),
    );
    expect((await system.call('put', { id: 1 })).output).toMatchObject({ rows: [{ id: 1, note: 'كرك' }], repeated: false });
    expect((await system.call('quiet', { id: 2 })).output).toMatchObject({ rows: [] });
    expect(await system.failure('put', { id: 1 })).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '23000' } });
    const end = new AbortController();
    const call = system.failure('stuck', { id: 3 }, { signal: end.signal });
    await expect.poll(() => db.rows('SELECT id FROM log WHERE id = 3'), { timeout: 20_000 }).toHaveLength(1);
    end.abort();
    expect(await call).toMatchObject({ outcome: 'cancelled', reached: 'maybe' });
  });

  test('where a table takes no part in transactions, nothing is certain before the commit', async () => {
    await db.admin('CREATE TABLE old_kind (id int PRIMARY KEY) ENGINE=MyISAM');
    const sql = 'INSERT INTO old_kind (id) SELECT 1 FROM (SELECT SLEEP(600)) waited';
    const system = await openSystem(
      db.config({ writable: true, statements: { put: { sql, effect: 'write' } } }),
      testContext(db.secrets, { answerMs: 600_000 }),
    );
    const end = new AbortController();
    const call = system.failure('put', {}, { signal: end.signal });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    end.abort();
    expect(await call).toMatchObject({ outcome: 'cancelled', reached: 'maybe' });
    await db.admin('DROP TABLE old_kind');
  });

  test('spoken to as MySQL, it is still given its limit on statements', async () => {
    const url = (db.config() as { url: string }).url.replace('mariadb:', 'mysql:');
    const system = await openSystem(
      db.config({
        url,
        statementMs: 300,
        statements: {
          limit: {
            sql:
              'SELECT @@max_statement_time AS seconds'.replace('@@max_statement_time', 'VARIABLE_VALUE') +
              ` FROM information_schema.SESSION_VARIABLES WHERE VARIABLE_NAME = 'MAX_STATEMENT_TIME'`,
          },
        },
      }),
      testContext(db.secrets),
    );
    expect((await system.call('limit', {})).output).toEqual({ rows: [{ seconds: '0.300000' }] });
  });

  test('results hold bits, bytes and text of other sets as tables do', async () => {
    await db.admin(
      `CREATE TABLE mixed (id int PRIMARY KEY, one bit(1), nine bit(9), raw varbinary(4), greek varchar(9) CHARACTER SET greek, latin varchar(9) CHARACTER SET latin1, h geometry, f float)`,
    );
    await db.admin(`INSERT INTO mixed VALUES (1, b'1', b'101', x'00ff', 'αβ', '€é', POINT(1, 2), 16777216.5)`);
    const system = await openSystem(db.config({ statements: { all: { sql: 'SELECT * FROM mixed' } } }), testContext(db.secrets));
    const row = { id: 1, one: true, nine: '5', raw: 'AP8=', greek: 'αβ', latin: '€é', h: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string, f: 16777216 };
    expect((await system.call('all', {})).output).toEqual({ rows: [row] });
    expect((await system.call('mixed.find', { id: 1 })).output).toEqual(row);
  });

  test('names of tables and columns may be Arabic, also where their text is not UTF-8', async () => {
    await db.admin('CREATE TABLE `رخص` (`رقم` int PRIMARY KEY, `اسم` varchar(9) CHARACTER SET cp1256, `وصف` varchar(9) CHARACTER SET latin1)');
    await db.admin("INSERT INTO `رخص` VALUES (1, 'كرك', 'abc')");
    const system = await openSystem(
      db.config({ text: { charset: 'windows-1256', columns: ['رخص.وصف'] }, statements: { all: { sql: 'SELECT * FROM `رخص`' } } }),
      testContext(db.secrets),
    );
    const row = { رقم: 1, اسم: 'كرك', وصف: 'abc' };
    expect((await system.call('رخص.find', { رقم: 1 })).output).toEqual(row);
    expect((await system.call('all', {})).output).toEqual({ rows: [row] });
  });
});
