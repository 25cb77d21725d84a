import { expect, test } from 'vitest';
import { describeDatabases } from './testing/licence-database.ts';

const volume = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 1_000_000 : 20_000;

describeDatabases((its) => {
  test('a locked row ends the write as failed, undone, with the code of locks', async () => {
    const sql = `UPDATE licence SET status = '9' WHERE number = '50142010001'`;
    const system = await its.open({ statementMs: its.postgres() ? 500 : 1_900, writable: true, statements: { set: { sql, effect: 'write' } } });
    const holder = await its.open(
      {
        writable: true,
        statements: {
          hold: {
            sql: `UPDATE licence SET status = '1' WHERE number = '50142010001' AND ${its.postgres() ? 'pg_sleep(600) IS NOT NULL' : 'SLEEP(600) = 0'}`,
            effect: 'write',
          },
        },
      },
      { answerMs: 600_000 },
    );
    const end = new AbortController();
    const holding = holder.failure('hold', {}, { key: 'h', signal: end.signal });
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(1);
    if (its.postgres()) {
      // PostgreSQL locks the row only once its condition has held, so another way of holding it is needed.
      end.abort();
      await holding;
      await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(0);
      await its.db.admin(
        `CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NULL; END'; CREATE TRIGGER hold AFTER UPDATE ON licence FOR EACH ROW WHEN (NEW.status = '8') EXECUTE FUNCTION hold()`,
      );
      const other = await its.open(
        { writable: true, statements: { hold: { sql: `UPDATE licence SET status = '8' WHERE number = '50142010001'`, effect: 'write' } } },
        { answerMs: 600_000 },
      );
      const stop = new AbortController();
      const held = other.failure('hold', {}, { key: 'h', signal: stop.signal });
      await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(1);
      expect(await system.failure('set', {}, { key: 's' })).toMatchObject({ outcome: 'failed', reached: 'yes', fault: { code: '55P03' } });
      stop.abort();
      expect(await held).toMatchObject({ outcome: 'cancelled', reached: 'no' });
      await its.db.admin('DROP TRIGGER hold ON licence');
    } else {
      expect(await system.failure('set', {}, { key: 's' })).toMatchObject({ outcome: 'failed', reached: 'yes', fault: { code: '1205' } });
      end.abort();
      expect(await holding).toMatchObject({ outcome: 'cancelled', reached: 'no' });
    }
    await expect.poll(() => its.db.running(), { timeout: 20_000 }).toBe(0);
    expect(await its.db.rows(`SELECT status FROM licence WHERE number = '50142010001'`)).toEqual([{ status: '1' }]);
  });

  const requestStatement = {
    sql: 'INSERT INTO request (id, licence, note) VALUES (:id, :licence, :note)',
    effect: 'write',
    parameters: { id: { type: 'integer' }, licence: { type: 'string' }, note: { type: 'string' } },
  };

  test('the same key writes once: again, at the same time, and after the reply was lost', async () => {
    const ledger = { idempotency: { table: 'hub_key', column: 'key_text', answer: 'answer' }, writable: true, statements: { request: requestStatement } };
    const system = await its.open(ledger);
    expect(system.contract.problems).toEqual([]);
    const write = (id: number, key: string) => system.call('request', { id, licence: '50142010001', note: 'طلب' }, { key });
    expect((await write(11, 'key-11')).output).toEqual({ affected: 1, rows: [], repeated: false });
    expect((await write(12, 'key-11')).output).toEqual({ affected: 1, rows: [], repeated: true });
    const answers = await Promise.all([21, 22, 23].map((id) => write(id, 'key-21')));
    expect(answers.map(({ output }) => (output as { repeated: boolean }).repeated).toSorted()).toEqual([false, true, true]);
    expect(await its.db.rows('SELECT id FROM request')).toHaveLength(2);
    // A write that fails leaves its key free.
    expect(await system.failure('request', { id: 31, licence: 'none', note: 'x' }, { key: 'key-31' })).toMatchObject({ outcome: 'refused' });
    expect((await write(31, 'key-31')).output).toMatchObject({ repeated: false });
    await its.db.admin('DELETE FROM request; DELETE FROM hub_key');
  });

  test('a ledger that is not there is told when the contract is read', async () => {
    const { contract } = await its.open({ idempotency: { table: 'nowhere', column: 'key_text' }, writable: true, statements: { request: requestStatement } });
    expect(contract.problems).toEqual([{ kind: 'unresolved', place: 'idempotency', found: expect.stringMatching(/^42/) as string }]);
  });

  test('a write that would touch more rows than it may is taken back', async () => {
    const sql = `UPDATE licence SET issued = :issued WHERE district < 5`;
    const parameters = { issued: { type: 'string' } };
    const system = await its.open({ writable: true, statements: { issue: { sql, parameters, effect: 'write', touches: { least: 1, most: 1 } } } });
    expect(await system.failure('issue', { issued: 'x' }, { key: 'k' })).toMatchObject({ outcome: 'refused', fault: { code: 'ROWS_TOUCHED' } });
    expect(await its.db.rows(`SELECT number FROM licence WHERE issued = 'x'`)).toEqual([]);
    expect((await system.call('licence.list', { limit: 1 })).output).toMatchObject({ rows: [{ number: '50142010001' }] });
  });

  test('the exchange record gets statement and values, and what came back', async () => {
    const system = await its.open();
    await system.call('licence.find', { number: '50142010001' });
    expect(JSON.parse(system.messages.sent ?? '')).toMatchObject({ sql: expect.stringContaining('licence') as string, values: ['50142010001'] });
    expect(JSON.parse(system.messages.received ?? '')).toMatchObject({ rows: [{ shop: 'بقالة السنابل' }] });
  });

  test('a changed table shows in the contract, and a column that is gone ends calls of the old contract', async () => {
    await its.db.admin('CREATE TABLE drifting (id int PRIMARY KEY, a varchar(10), b int)');
    const system = await its.open({ statements: { all: { sql: 'SELECT * FROM drifting' } } });
    await its.db.admin('INSERT INTO drifting VALUES (1, NULL, 1)');
    expect((await system.call('all', {})).output).toEqual({ rows: [{ id: 1, a: null, b: 1 }] });
    const shape = async () => (await its.open()).contract.operations.filter(({ name }) => name.startsWith('drifting'));
    const before = await shape();
    expect(await shape()).toEqual(before);
    await its.db.admin(its.postgres() ? 'ALTER TABLE drifting ALTER COLUMN a TYPE varchar(20)' : 'ALTER TABLE drifting MODIFY a varchar(20)');
    expect(await shape()).not.toEqual(before);
    await its.db.admin('ALTER TABLE drifting DROP COLUMN b');
    expect(await system.failure('all', {})).toMatchObject({ outcome: 'contract-violation' });
    expect(await system.failure('drifting.list', {})).toMatchObject({ outcome: 'contract-violation', fault: { code: its.postgres() ? '42703' : '42S22' } });
  });

  test(`${volume} rows are read page by page in bounded memory`, async () => {
    await its.db.admin('CREATE TABLE many (id int PRIMARY KEY, filler varchar(200) NOT NULL)');
    const numbers = its.postgres() ? `generate_series(1, ${volume}) AS s (seq)` : `seq_1_to_${volume}`;
    await its.db.admin(`INSERT INTO many SELECT seq, REPEAT('نص ', 30) FROM ${numbers}`);
    const system = await its.open({ pageRows: 1_000 });
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
    await its.db.admin('DROP TABLE many');
  }, 600_000);

  test('closing leaves no session at the server', async () => {
    const system = await its.open();
    await Promise.all([1, 2, 3].map(() => system.call('licence.list', {})));
    await system.connection.close();
    const sessions = its.postgres()
      ? `SELECT pid FROM pg_stat_activity WHERE usename = 'hub'`
      : `SELECT id FROM information_schema.PROCESSLIST WHERE user = 'hub'`;
    await expect.poll(() => its.db.rows(sessions), { timeout: 20_000 }).toEqual([]);
  });
});
