import { expect, test } from 'vitest';
import { canary } from './testing/databases.ts';
import { describeDatabases } from './testing/licence-database.ts';
import { allPages, openSystem, testContext } from './testing/open-system.ts';

describeDatabases((its) => {
  test('statements: parameters by name, also several times; types of the result are found; pages are cut from it', async () => {
    const system = await its.open({
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
    const { contract } = await its.open({
      writable: true,
      statements: {
        good: { sql: 'SELECT number FROM licence;' },
        gone: { sql: 'SELECT nowhere FROM licence' },
        unparsed: { sql: 'SELECT FROM WHERE' },
        two: { sql: 'SELECT 1; DELETE FROM licence' },
        hidden: { sql: 'DELETE FROM licence' },
        within: { sql: 'WITH x AS (SELECT 1) INSERT INTO request SELECT 1, number, shop FROM licence' },
        locks: { sql: 'SELECT number FROM licence FOR UPDATE' },
        outfile: { sql: `SELECT number INTO OUTFILE 'rows.txt' FROM licence` },
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
    expect(await its.db.rows('SELECT number FROM licence')).toHaveLength(3);
  });

  test('a read that writes after all is refused by the server itself', async () => {
    const sneak = (body: string) =>
      its.postgres()
        ? `CREATE OR REPLACE FUNCTION sneak() RETURNS int LANGUAGE sql AS '${body}SELECT 1'`
        : `CREATE OR REPLACE FUNCTION sneak() RETURNS int BEGIN ${body}RETURN 1; END`;
    await its.db.admin(sneak(''));
    const system = await its.open({ statements: { sneaky: { sql: 'SELECT sneak() AS done' } } });
    expect((await system.call('sneaky', {})).output).toEqual({ rows: [{ done: 1 }] });
    await its.db.admin(sneak('DELETE FROM request; '));
    expect(await system.failure('sneaky', {})).toMatchObject({ outcome: 'refused', fault: { code: '25006' } });
    expect((await system.call('licence.find', { number: 'none' })).output).toBeNull();
  });

  test('more rows than allowed, and rows larger than allowed, end the call', async () => {
    const big = its.postgres() ? `SELECT repeat('x', 9000000) AS big` : `SELECT REPEAT('x', 9000000) AS big`;
    const statements = { all: { sql: 'SELECT number FROM licence' }, one: { sql: 'SELECT number FROM licence', one: true }, big: { sql: big } };
    const system = await its.open({ rowCap: 2, statements });
    expect(await system.failure('all', {})).toMatchObject({ outcome: 'too-large' });
    expect(await system.failure('one', {})).toMatchObject({ outcome: 'contract-violation' });
    expect(await system.failure('big', {})).toMatchObject({ outcome: 'too-large' });
    expect((await system.call('licence.find', { number: '50142010001' })).output).toMatchObject({ serial: '9007199254740993' });
  });

  test('the deadline ends the call, and the server is free at once', async () => {
    const system = await its.open({ statements: { wait: { sql: its.db.wait(600) } } }, { answerMs: 600_000 });
    const end = new AbortController();
    const call = system.failure('wait', {}, { signal: end.signal });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(1);
    end.abort(new DOMException('late', 'TimeoutError'));
    expect(await call).toMatchObject({ outcome: 'timeout' });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(0);
    const gone = new AbortController();
    const other = system.failure('wait', {}, { signal: gone.signal });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(1);
    gone.abort();
    expect(await other).toMatchObject({ outcome: 'cancelled' });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(0);
  });

  test('the server ends a statement by itself when nobody else does', async () => {
    const slow = its.postgres()
      ? `SELECT count(*)::text AS n FROM generate_series(1, 100000000000)`
      : `SELECT COUNT(*) AS n FROM seq_1_to_1000000 a, seq_1_to_1000000 b`;
    const system = await its.open({ statementMs: 300, statements: { slow: { sql: slow } } });
    expect(await system.failure('slow', {})).toMatchObject({ outcome: 'timeout', fault: { code: its.postgres() ? '57014' : '70100' } });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(0);
  });

  test('sessions that the server ended are opened anew, and the call goes on', async () => {
    const system = await its.open({
      writable: true,
      statements: { note: { sql: `UPDATE licence SET issued = issued WHERE number = '50142010001'`, effect: 'write' } },
    });
    await system.call('licence.list', {});
    await system.call('note', {}, { key: 'k' });
    await its.db.endSessions();
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
    await its.db.endSessions();
    expect((await system.call('note', {}, { key: 'k' })).output).toMatchObject({ affected: 1 });
  });

  test('a server that dies in the middle of a call ends it; when it is back, so are the calls', async () => {
    const system = await its.open({ statements: { wait: { sql: its.db.wait(600) } } }, { answerMs: 600_000 });
    const call = system.failure('wait', {});
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(1);
    await its.db.stop();
    expect(await call).toMatchObject({ outcome: 'unreachable' });
    expect(await system.failure('licence.list', {})).toMatchObject({ outcome: 'unreachable', reached: 'no' });
    await its.db.start();
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('a wrong password is told as such and stands nowhere; the new one holds as soon as it is given', async () => {
    const secrets = { password: `wrong-${canary}` };
    const { contract } = await its.open();
    const system = await openSystem(its.db.config(), testContext(secrets), contract);
    const error = await system.failure('licence.list', {});
    expect(error).toMatchObject({ outcome: 'unauthorised', reached: 'no' });
    expect(`${error.message}${String(error.stack)}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(canary);
    secrets.password = canary;
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('a server without TLS is not spoken to where TLS is asked for', async () => {
    await expect(its.open({ tls: {} })).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  });

  test('what the server refuses is told with its code: unknown table, missing right, broken rule, value too long', async () => {
    const text = { type: 'string' };
    const system = await its.open({
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
    expect(await write(1, '50142010001', 'ثانية')).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: its.postgres() ? '23505' : '23000' } });
    expect(await write(2, 'none', 'x')).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: its.postgres() ? '23503' : '23000' } });
    expect(await write(3, '50142010001', 'x'.repeat(50))).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '22001' } });
    expect(await its.db.rows('SELECT id FROM request')).toHaveLength(1);
    await its.db.admin('DELETE FROM request; CREATE TABLE secret_note (id int PRIMARY KEY)');
    const seen = await its.open();
    await its.db.admin(its.postgres() ? 'REVOKE ALL ON secret_note FROM hub' : `DROP TABLE secret_note`);
    expect(await seen.failure('secret_note.list', {})).toMatchObject(its.postgres() ? { outcome: 'unauthorised' } : { outcome: 'contract-violation' });
    if (its.postgres()) await its.db.admin('DROP TABLE secret_note');
    expect(await seen.failure('secret_note.list', {})).toMatchObject({ outcome: 'contract-violation', fault: { code: its.postgres() ? '42P01' : '42S02' } });
  });
});
