import type { Connection, Metadata } from 'oracledb';
import { afterEach, describe, expect, test } from 'vitest';
import { closeSystems, openSystem, testContext, type OpenSystem } from '../testing/open-system.ts';
import { startScriptedTdsServer, type ScriptedTdsServer, type TdsAnswer } from '../testing/scripted-tds-server.ts';
import type { Cell } from './dialect.ts';
import { OracleSession } from './oracle/session.ts';

// The drivers are the real ones as far as that goes; the servers are scripts. Nothing here says that SQL Server or Oracle would answer so.

describe('SQL Server, by its driver, against a script', () => {
  let server: ScriptedTdsServer;
  afterEach(async () => {
    await closeSystems();
    await server.close();
  });

  const licence = { columns: ['Id', 'Name'], rows: [['1', 'مقهى']] };
  const described = (name: string, at: number, declared: string): (string | number | null)[] => ['0', at, name, 'true', 0, declared];
  const start = async (script: (sql: string) => TdsAnswer, statementMs?: number): Promise<OpenSystem> => {
    server = await startScriptedTdsServer((sql) => {
      if (sql.includes('sp_describe_first_result_set') && !/UPDATE|INSERT/.test(sql))
        return {
          columns: ['is_hidden', 'column_ordinal', 'name', 'is_nullable', 'system_type_id', 'system_type_name'],
          rows: [described('Id', 1, 'nvarchar(10)'), described('Name', 2, 'nvarchar(60)')],
        };
      if (sql.includes('sp_describe_first_result_set')) return { columns: ['is_hidden'], rows: [] };
      if (sql.includes('SERVERPROPERTY')) return { columns: ['v', 's'], rows: [['16.0', 'dbo']] };
      if (/sys\.(?:columns|indexes)/.test(sql)) return { columns: ['s'], rows: [] };
      return sql.startsWith('SET LOCK_TIMEOUT') ? { touched: 0 } : script(sql);
    });
    const parameters = { id: { type: 'string' } };
    return openSystem(
      {
        url: `sqlserver://127.0.0.1:${server.port}/Rokhas`,
        user: 'hub',
        password: { secret: 'password' },
        writable: true,
        ...(statementMs ? { statementMs } : {}),
        statements: {
          licence: { sql: 'SELECT Id, Name FROM Rukhsa WHERE Id = :id', one: true, parameters },
          put: {
            sql: 'INSERT INTO Put VALUES (:name, :small, :large, :broken, :sold, :photo, :none)',
            effect: 'write',
            parameters: {
              name: { type: 'string' },
              small: { type: 'integer' },
              large: { type: 'integer' },
              broken: { type: 'number' },
              sold: { type: 'boolean' },
              photo: { type: 'string', contentEncoding: 'base64' },
              none: { type: ['string', 'null'] },
            },
          },
          rename: { sql: `UPDATE Rukhsa SET Name = N'x' WHERE Id = :id`, effect: 'write', parameters },
        },
      },
      testContext({ password: 'canary-Pa55-7d1c' }, { answerMs: 10_000 }),
    );
  };

  test('signs in, finds the columns of a statement, and takes every read back', async () => {
    const system = await start(() => licence);
    expect(system.contract.kind).toBe('SQL Server 16.0');
    expect((await system.call('licence', { id: '1' })).output).toEqual({ Id: '1', Name: 'مقهى' });
    await system.connection.probe(AbortSignal.timeout(5_000));
    expect(server.asked.filter((sql) => sql === '(begin)').length).toBe(server.asked.filter((sql) => sql === '(rollback)').length);
    expect(server.asked).not.toContain('(commit)');
  });

  test('values go there as what they are: text, whole and broken numbers, truth, bytes, nothing', async () => {
    const system = await start(() => ({ touched: 1 }));
    await system.call('put', { name: 'مقهى', small: 5, large: 9_000_000_000, broken: 0.5, sold: true, photo: 'AP8=', none: null }, { key: 'k' });
    expect(server.asked.at(-2)).toMatch(/^INSERT INTO Put VALUES \(@p1, @p2, @p3, @p4, @p5, @p6, @p7\)/);
    expect(server.parameters.at(-1)).toBe('@p1 nvarchar(4), @p2 int, @p3 bigint, @p4 float, @p5 bit, @p6 varbinary(2), @p7 nvarchar(1)');
  });

  test('a write is committed once, and a refused one is taken back', async () => {
    let answer: TdsAnswer = { touched: 1 };
    const system = await start(() => answer);
    expect((await system.call('rename', { id: '1' }, { key: 'k' })).output).toEqual({ affected: 1, rows: [], repeated: false });
    expect(server.asked.slice(-3)).toEqual(['(begin)', expect.stringContaining('UPDATE') as string, '(commit)']);
    answer = { error: 2627, message: 'Violation of PRIMARY KEY constraint' };
    expect(await system.failure('rename', { id: '1' }, { key: 'k2' })).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '2627' } });
    expect(server.asked.at(-1)).toBe('(rollback)');
  });

  test('more rows than may be are not read on', async () => {
    const many = { columns: ['Id', 'Name'], rows: Array.from({ length: 50 }, (_, at) => [String(at), 'x']) };
    const system = await start(() => many);
    expect(await system.failure('licence', { id: '1' })).toMatchObject({ outcome: 'contract-violation' });
  });

  test('an error of the server leaves the session good; a lost one is opened anew', async () => {
    let answer: TdsAnswer = { error: 208, message: 'Invalid object name' };
    const system = await start(() => answer);
    expect(await system.failure('licence', { id: '1' })).toMatchObject({ outcome: 'contract-violation', fault: { code: '208' } });
    answer = 'hang up';
    expect(await system.failure('licence', { id: '1' })).toMatchObject({ outcome: 'unreachable' });
    answer = licence;
    expect((await system.call('licence', { id: '1' })).output).toEqual({ Id: '1', Name: 'مقهى' });
  });

  test('the server is told to stop when the caller goes away', async () => {
    const system = await start(() => 'silence');
    const end = new AbortController();
    const call = system.failure('licence', { id: '1' }, { signal: end.signal });
    await expect.poll(() => server.asked.some((sql) => sql.startsWith('SELECT Id')), { timeout: 10_000 }).toBe(true);
    end.abort();
    expect(await call).toMatchObject({ outcome: 'cancelled' });
    await expect.poll(() => server.asked.slice(-3), { timeout: 10_000 }).toContain('(stop)');
  });

  test('a statement that takes too long is ended by the driver', async () => {
    const system = await start(() => 'silence', 150);
    expect(await system.failure('licence', { id: '1' })).toMatchObject({ outcome: 'timeout' });
  });
});

describe('Oracle, its session against a script of the driver', () => {
  /** A connection that answers as the test says, and remembers what it was told. */
  const scripted = (answers: Partial<Connection> & { rows?: readonly (readonly unknown[])[] }) => {
    const told: string[] = [];
    const rows = [...(answers.rows ?? [])];
    const connection: Connection = {
      callTimeout: 0,
      oracleServerVersionString: '19',
      async execute(sql, _binds, options) {
        told.push(sql);
        if (!sql.startsWith('SELECT')) return { rowsAffected: 1 };
        const handled = (options as { fetchTypeHandler(meta: Metadata): unknown }).fetchTypeHandler({ name: 'A', dbType: undefined });
        told.push(`fetch ${String(handled)}`);
        return { resultSet: { metaData: [{ name: 'A' }], getRow: async () => rows.shift(), close: async () => void told.push('close rows') } };
      },
      getStatementInfo: async () => ({ metaData: [{ name: 'A', dbTypeName: 'NUMBER' }] }),
      commit: async () => void told.push('commit'),
      rollback: async () => void told.push('rollback'),
      break: async () => void told.push('break'),
      close: async () => void told.push('close'),
      ...answers,
    };
    return { connection, told };
  };
  const collect = async (session: OracleSession, most?: number) => {
    const rows: (readonly Cell[])[] = [];
    const result = await session.run({ text: 'SELECT a FROM t', values: [] }, (row) => rows.push(row) > 0, most === undefined ? {} : { most });
    return { rows, result };
  };

  test('a read begins read-only and is taken back; moments and fractions are the text they stand for', async () => {
    const { connection, told } = scripted({ rows: [[new Date(2026, 10, 27, 3, 4, 5, 6)], ['.5'], ['-.25'], [null], [undefined], [Buffer.from('x')]] });
    const session = new OracleSession(connection, true);
    const { rows, result } = await collect(session);
    expect(rows).toEqual([['2026-11-27T03:04:05.006'], ['0.5'], ['-0.25'], [null], [null], [Buffer.from('x')]]);
    expect(result).toEqual({ columns: ['A'], affected: null });
    expect(told).toEqual(['SET TRANSACTION READ ONLY', 'SELECT a FROM t', 'fetch undefined', 'close rows', 'rollback']);
    expect(session.alive).toBe(true);
    expect(await session.describe('SELECT a FROM t')).toEqual([{ name: 'A', kind: 'decimal', declared: 'NUMBER', nullable: true }]);
  });

  test('rows beyond what is wanted are not fetched', async () => {
    const { connection } = scripted({ rows: [['1'], ['2'], ['3']] });
    expect((await collect(new OracleSession(connection, true), 2)).rows).toEqual([['1'], ['2']]);
  });

  test('a write is committed or taken back, and says what it touched', async () => {
    const { connection, told } = scripted({});
    const session = new OracleSession(connection, false);
    await session.begin();
    expect(await session.run({ text: 'INSERT INTO t VALUES (:1)', values: ['1'] }, () => true)).toEqual({ columns: [], affected: 1 });
    await session.commit();
    await session.rollback();
    expect(told).toEqual(['INSERT INTO t VALUES (:1)', 'commit', 'rollback']);
  });

  test('an error of the server leaves the session good, anything else does not; it is broken off and ended', async () => {
    const failing = (message: string) => scripted({ execute: () => Promise.reject(new Error(message)) });
    const good = new OracleSession(failing('ORA-00942: table or view does not exist').connection, false);
    await expect(collect(good)).rejects.toThrow('ORA-00942');
    expect(good.alive).toBe(true);
    const { connection, told } = failing('NJS-500: connection broken');
    const lost = new OracleSession(connection, false);
    await expect(collect(lost)).rejects.toThrow('NJS-500');
    expect(lost.alive).toBe(false);
    await lost.cancel();
    lost.destroy();
    await lost.cancel();
    await good.end();
    expect(told).toEqual(['break', 'close']);
    expect(good.alive).toBe(false);
  });
});
