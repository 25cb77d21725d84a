import { describe, expect, test } from 'vitest';
import { config as configSchema } from '../config.ts';
import { relationOperations } from '../relation-operations.ts';
import { statementOperation } from '../statement-operation.ts';
import { WireWatch } from '../wire-watch.ts';
import type { BoundSql, Catalogue, Cell, Column, Relation, Session, SessionOptions } from './dialect.ts';
import { dialects } from './dialects.ts';
import { oracleCatalogueSql } from './oracle/catalogue.ts';
import { oracleAddress } from './oracle/session.ts';
import { columnOfMetadata, kindOfDeclared as oracleKind } from './oracle/types.ts';
import { sqlServerCatalogueSql } from './sql-server/catalogue.ts';
import { sqlServerConfiguration } from './sql-server/session.ts';
import { columnOfServer, kindOfDeclared as sqlServerKind } from './sql-server/types.ts';

// What can be shown of two dialects whose servers cannot run here: the SQL they write, the types and answers they read.

const limits = { connectMs: 3_000, answerMs: 5_000, idleMs: 5_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 16_384, atOnce: 4 };
const column = (name: string, kind: Column['kind'], declared: string, more: Partial<Column> = {}): Column => ({
  name,
  kind,
  declared,
  nullable: false,
  ...more,
});

/** Answers of a server by the text that it is asked. */
const answering = (answers: Readonly<Record<string, readonly (readonly Cell[])[]>>) => {
  const asked: BoundSql[] = [];
  const run: Session['run'] = async (sql, take) => {
    asked.push(sql);
    for (const row of answers[sql.text] ?? []) take(row);
    return { columns: [], affected: null };
  };
  return { session: { run } as Session, asked };
};

function planned(engine: 'sqlserver' | 'oracle', relation: Relation, operation: string, input: object, cursor: string | null = null): BoundSql {
  const config = configSchema.parse({ url: `${engine}://db.example/rokhas`, user: 'hub', password: { secret: 'password' }, pageRows: 10 });
  const found = relationOperations(relation, relation.schema, config, dialects[engine]).find(({ description }) => description.name.endsWith(`.${operation}`));
  if (!found?.plan || !('read' in found.plan)) throw new Error(`no ${operation}`);
  return found.plan.read(input, cursor).sql;
}

describe('SQL Server', () => {
  const relation: Relation = {
    schema: 'dbo',
    name: 'Rukhsa]s',
    view: false,
    comment: null,
    columns: [
      column('Id', 'integer', 'int'),
      column('Name', 'text', 'varchar(60)', { charset: 'windows-1256' }),
      column('Fee', 'decimal', 'decimal(18,4)'),
      column('Paid', 'decimal', 'money'),
      column('Day', 'date', 'date'),
      column('At', 'datetime', 'datetime2'),
      column('Moment', 'instant', 'datetimeoffset'),
      column('Clock', 'time', 'time'),
      column('Photo', 'binary', 'varbinary'),
      column('Place', 'other', 'geography'),
    ],
    primaryKey: ['Id'],
    indexes: [
      { columns: ['Fee', 'At'], unique: false },
      { columns: ['Name'], unique: false },
    ],
  };

  test('a read by key: names in brackets, what the driver would round or move as text', () => {
    expect(planned('sqlserver', relation, 'find', { Id: 5 })).toEqual({
      text:
        'SELECT TOP (2) [Id], CAST([Name] AS varbinary(8000)) AS [Name], CONVERT(varchar(60), [Fee]) AS [Fee], CONVERT(varchar(60), [Paid], 2) AS [Paid], ' +
        'CONVERT(varchar(10), [Day], 23) AS [Day], CONVERT(varchar(33), [At], 126) AS [At], CONVERT(varchar(33), SWITCHOFFSET([Moment], 0), 127) AS [Moment], ' +
        'CONVERT(varchar(16), [Clock], 114) AS [Clock], [Photo], CONVERT(nvarchar(4000), [Place]) AS [Place] FROM [dbo].[Rukhsa]]s] WHERE [Id] = @p1',
      values: [5],
    });
  });

  test('a page after another, filtered: each value is a parameter of its own', () => {
    const where = { Fee: { from: '10.5' }, Name: { startsWith: '5%[' } };
    const sql = planned(
      'sqlserver',
      relation,
      'list',
      { where, order: 'Fee', descending: true },
      Buffer.from(JSON.stringify(['-Fee', '12.5', 7])).toString('base64url'),
    );
    expect(sql.text).toMatch(/^SELECT TOP \(11\) /);
    expect(sql.text).toContain(
      "WHERE [Fee] >= CAST(@p1 AS decimal(18,4)) AND [Name] LIKE CAST(CAST(@p2 AS varbinary(max)) AS varchar(max)) ESCAPE '!' AND " +
        '(([Fee] < CAST(@p3 AS decimal(18,4))) OR ([Fee] = CAST(@p4 AS decimal(18,4)) AND [Id] < @p5)) AND [Fee] <= CAST(@p6 AS decimal(18,4)) ' +
        'ORDER BY [Fee] DESC, [Id] DESC',
    );
    expect(sql.values).toEqual(['10.5', Buffer.from('5!%![%'), '12.5', '12.5', 7, '12.5']);
    expect(sql.text).not.toContain('[Photo]');
  });

  test('moments are sent in UTC, other values as they are', () => {
    const { value, compare } = dialects.sqlserver;
    expect(value('instant', '2026-11-27T03:00:00+03:00')).toBe('2026-11-27T00:00:00+00:00');
    expect(value('text', 'x')).toBe('x');
    expect(compare(column('x', 'decimal', 'money'), '@p1')).toBe('CAST(@p1 AS decimal(38,4))');
    expect(compare(column('x', 'date', 'date'), '@p1')).toBe('CONVERT(datetime2, @p1, 126)');
    expect(dialects.sqlserver.revocable('insert', true)).toBe(false);
  });

  test.each([
    ['int', 'integer'],
    ['bigint', 'bigint'],
    ['decimal(18,2)', 'decimal'],
    ['nvarchar(40)', 'text'],
    ['bit', 'boolean'],
    ['datetime2(3)', 'datetime'],
    ['datetimeoffset', 'instant'],
    ['xml', 'other'],
  ])('%s is %s', (declared, kind) => {
    expect(sqlServerKind(declared)).toBe(kind);
  });

  test('of a described statement, what the driver would round is told as text, so that a number instead is found out', () => {
    expect(columnOfServer([false, 1, 'Fee', true, 106, 'decimal(18,2)'])).toEqual({ name: 'Fee', kind: 'text', declared: 'decimal(18,2)', nullable: true });
    expect(columnOfServer([false, 2, 'Id', false, 56, 'int'])).toEqual({ name: 'Id', kind: 'integer', declared: 'int', nullable: false });
  });

  test('the catalogue becomes tables, keys and comments; schemas are a parameter', async () => {
    const { session, asked } = answering({
      [sqlServerCatalogueSql.server]: [['16.0.1000.6', 'dbo']],
      [sqlServerCatalogueSql.columns]: [
        ['dbo', 'Rukhsa', 'U ', 'رخص', 'Id', 'int', false, null, 4],
        ['dbo', 'Rukhsa', 'U ', 'رخص', 'Name', 'nvarchar(60)', true, 'الاسم', 60],
        ['dbo', 'Names', 'V ', null, 'Name', 'nvarchar(60)', true, null, 60],
      ],
      [sqlServerCatalogueSql.indexes]: [
        ['dbo', 'Rukhsa', 'PK', true, true, 'Id'],
        ['dbo', 'Rukhsa', 'IX', false, false, 'Name'],
        ['dbo', 'Rukhsa', 'IX', false, false, 'Id'],
      ],
    });
    const catalogue = await dialects.sqlserver.readCatalogue(session, ['dbo', `x'; DROP TABLE t; --`]);
    expect(catalogue).toMatchObject({
      product: 'SQL Server 16.0.1000.6',
      relations: [
        {
          name: 'Rukhsa',
          view: false,
          comment: 'رخص',
          primaryKey: ['Id'],
          indexes: [{ unique: false, columns: ['Name', 'Id'] }],
          columns: [{}, { maxLength: 60, comment: 'الاسم' }],
        },
        { name: 'Names', view: true, primaryKey: null, indexes: [] },
      ],
    } satisfies Partial<Record<keyof Catalogue, unknown>>);
    expect(asked.map(({ values }) => values)).toEqual([[], [`dbo\u001fx'; DROP TABLE t; --`], [`dbo\u001fx'; DROP TABLE t; --`]]);
  });

  test('the driver does not try again by itself, trusts no unknown certificate, and says when it only reads', () => {
    const options: SessionOptions = {
      engine: 'sqlserver',
      host: 'db.example',
      port: 1433,
      database: 'Rokhas',
      user: 'hub',
      password: 'x',
      tls: { ca: Buffer.from('ca'), serverName: 'sql.example' },
      limits,
      statementMs: 5_000,
      readOnly: true,
      signal: new AbortController().signal,
    };
    expect(sqlServerConfiguration(options, new WireWatch(limits)).options).toMatchObject({
      encrypt: true,
      trustServerCertificate: false,
      serverName: 'sql.example',
      maxRetriesOnTransientErrors: 0,
      readOnlyIntent: true,
      requestTimeout: 5_000,
      connectTimeout: 3_000,
    });
    expect(sqlServerConfiguration({ ...options, tls: null, readOnly: false }, new WireWatch(limits)).options).toMatchObject({
      encrypt: false,
      readOnlyIntent: false,
    });
  });
});

describe('Oracle', () => {
  const relation: Relation = {
    schema: 'ROKHAS',
    name: 'ROKHSA',
    view: false,
    comment: null,
    columns: [
      column('ID', 'decimal', 'NUMBER(10,0)'),
      column('NAME', 'text', 'VARCHAR2(60)', { charset: 'ar8mswin1256' }),
      column('DAY', 'datetime', 'DATE'),
      column('AT', 'datetime', 'TIMESTAMP(6)'),
      column('MOMENT', 'instant', 'TIMESTAMP(6) WITH TIME ZONE'),
      column('PHOTO', 'binary', 'BLOB'),
    ],
    primaryKey: ['ID'],
    indexes: [{ columns: ['DAY'], unique: false }],
  };

  test('a read by key: text of a database that lies as bytes, moments as text', () => {
    expect(planned('oracle', relation, 'find', { ID: '5' })).toEqual({
      text:
        `SELECT "ID", UTL_RAW.CAST_TO_RAW("NAME") AS "NAME", TO_CHAR("DAY", 'YYYY-MM-DD"T"HH24:MI:SS') AS "DAY", TO_CHAR("AT", 'YYYY-MM-DD"T"HH24:MI:SS.FF6') AS "AT", ` +
        `TO_CHAR(SYS_EXTRACT_UTC("MOMENT"), 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"') AS "MOMENT", "PHOTO" FROM "ROKHAS"."ROKHSA" ` +
        `WHERE "ID" = TO_NUMBER(:1, '${'9'.repeat(38)}D${'9'.repeat(20)}', 'NLS_NUMERIC_CHARACTERS=''.,''') FETCH FIRST 2 ROWS ONLY`,
      values: ['5'],
    });
  });

  test('a page after another: every position has a value of its own', () => {
    const sql = planned('oracle', relation, 'list', { order: 'DAY' }, Buffer.from(JSON.stringify(['+DAY', '2026-11-27T00:00:00', '7'])).toString('base64url'));
    expect([...sql.text.matchAll(/:(\d+)/g)].map(([, number]) => number)).toEqual(['1', '2', '3', '4']);
    expect(sql.values).toEqual(['2026-11-27T00:00:00', '2026-11-27T00:00:00', '7', '2026-11-27T00:00:00']);
    expect(sql.text).toMatch(/ORDER BY "DAY", "ID" FETCH FIRST 11 ROWS ONLY$/);
  });

  test('a parameter that stands twice in a statement is sent twice', () => {
    const config = configSchema.parse({ url: 'oracle://db.example/XEPDB1', user: 'hub', password: { secret: 'password' } });
    const given = configSchema.shape.statements.parse({ a: { sql: 'SELECT x FROM t WHERE a = :a OR b = :a', parameters: { a: { type: 'string' } } } })['a'];
    const operation = statementOperation('a', given!, { columns: [column('X', 'text', 'VARCHAR2')] }, true, config, dialects.oracle);
    const plan = operation.plan && 'read' in operation.plan ? operation.plan.read({ a: 'v' }, null) : null;
    expect(plan?.sql).toEqual({ text: 'SELECT x FROM t WHERE a = :1 OR b = :2', values: ['v', 'v'] });
    expect(dialects.oracle.value('instant', '2026-11-27T03:00:00+03:00')).toBe('2026-11-27T00:00:00');
    expect(dialects.oracle.compare(relation.columns[1]!, ':1')).toBe('UTL_RAW.CAST_TO_VARCHAR2(:1)');
    expect(dialects.oracle.revocable('insert', true)).toBe(false);
  });

  test.each([
    ['VARCHAR2(60)', 'text'],
    ['NCLOB', 'text'],
    ['NUMBER(12,2)', 'decimal'],
    ['BINARY_DOUBLE', 'float'],
    ['DATE', 'datetime'],
    ['TIMESTAMP(6)', 'datetime'],
    ['TIMESTAMP(6) WITH LOCAL TIME ZONE', 'instant'],
    ['RAW(16)', 'binary'],
    ['BOOLEAN', 'boolean'],
    ['SDO_GEOMETRY', 'other'],
  ])('%s is %s', (declared, kind) => {
    expect(oracleKind(declared)).toBe(kind);
  });

  test('columns of a described statement, and the catalogue', async () => {
    expect(columnOfMetadata({ name: 'DAY', dbTypeName: 'TIMESTAMP WITH TIME ZONE', nullable: false })).toMatchObject({ kind: 'datetime', nullable: false });
    const { session, asked } = answering({
      [oracleCatalogueSql.server]: [['ROKHAS', '19.0.0.0.0']],
      [oracleCatalogueSql.columns]: [
        ['ROKHAS', 'ROKHSA', '0', 'رخص', 'ID', 'NUMBER(10,0)', 'N', null, '0'],
        ['ROKHAS', 'ROKHSA', '0', 'رخص', 'NAME', 'VARCHAR2(60)', 'Y', 'الاسم', '60'],
        ['ROKHAS', 'V_ROKHSA', '1', null, 'NAME', 'VARCHAR2(60)', 'Y', null, '60'],
      ],
      [oracleCatalogueSql.indexes]: [
        ['ROKHAS', 'ROKHSA', 'PK', '1', '1', 'ID'],
        ['ROKHAS', 'ROKHSA', 'IX', '0', '0', 'NAME'],
      ],
    });
    expect(await dialects.oracle.readCatalogue(session, [])).toMatchObject({
      product: 'Oracle 19.0.0.0.0',
      schema: 'ROKHAS',
      relations: [
        {
          name: 'ROKHSA',
          view: false,
          primaryKey: ['ID'],
          indexes: [{ columns: ['NAME'], unique: false }],
          columns: [{ nullable: false }, { maxLength: 60, comment: 'الاسم' }],
        },
        { name: 'V_ROKHSA', view: true, primaryKey: null },
      ],
    });
    expect(asked[1]?.values).toEqual(['', '']);
  });

  test('an address is host, port and service, and nothing that would be read as more', () => {
    const at = { host: 'db.example', port: 1521, database: 'XEPDB1', tls: null };
    expect(oracleAddress(at)).toBe('tcp://db.example:1521/XEPDB1');
    expect(oracleAddress({ ...at, host: 'fd00::1', tls: { serverName: 'x' } })).toBe('tcps://[fd00::1]:1521/XEPDB1');
    for (const bad of ['X)(HOST=elsewhere', 'X?wallet_location=/', 'X Y']) expect(() => oracleAddress({ ...at, database: bad })).toThrow(/is no name/);
  });
});
