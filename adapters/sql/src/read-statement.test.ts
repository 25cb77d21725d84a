import { describe, expect, test } from 'vitest';
import { dialects } from './dialects/dialects.ts';
import { StatementProblem } from './lex-sql.ts';
import { readStatement } from './read-statement.ts';

const { postgresql, mariadb, sqlserver, oracle } = dialects;
const parametersOf = (text: string, dialect = postgresql, effect: 'read' | 'write' = 'read') => readStatement(text, dialect.lexis, effect).parameters;
const problemOf = (text: string, dialect = postgresql, effect: 'read' | 'write' = 'read') => {
  try {
    readStatement(text, dialect.lexis, effect);
  } catch (error) {
    if (error instanceof StatementProblem) return error.message;
    throw error;
  }
  return null;
};

describe('parameters are what is written :name, and nothing that only looks like it', () => {
  test.each([
    [
      'PostgreSQL: texts, names, comments, casts, slices',
      postgresql,
      `SELECT ':a', ":b", $x$:c$x$, $$:d$$, E'\\':e', x::text, y[1 :f] /* :g /* :h */ */ -- :i\nFROM t WHERE z = :z`,
      ['f', 'z'],
    ],
    [
      'MariaDB: texts with backslashes, names, both comments',
      mariadb,
      `SELECT ':a\\':b', ":c", \`:d\` # :e\n, 5--:z\n FROM t -- :f\n WHERE x = :x`,
      ['z', 'x'],
    ],
    ['SQL Server: names in brackets', sqlserver, `SELECT [a]]:b], ':c' FROM t WHERE x = :x AND y = :x`, ['x']],
    ['Oracle: its own quoting', oracle, `SELECT q'[it's :a]', q'!:b!', ':c' FROM t WHERE x = :x`, ['x']],
  ])('%s', (_title, dialect, text, found) => {
    expect(parametersOf(text, dialect)).toEqual(found);
  });

  test('the pieces put together are the statement', () => {
    const text = `SELECT a FROM t WHERE b = :b AND c > :c -- end`;
    const { pieces } = readStatement(text, postgresql.lexis, 'read');
    expect(pieces.map((piece) => (typeof piece === 'string' ? piece : `:${piece.parameter}`)).join('')).toBe(text);
  });
});

describe('what is refused', () => {
  test.each([
    ['several statements', 'SELECT 1; SELECT 2'],
    ['several, hidden behind a comment', 'SELECT 1 /* ; */ ; DELETE FROM t'],
    ['nothing', '  -- only a comment'],
    ['a text without end', `SELECT 'a`],
    ['a name without end', 'SELECT "a'],
    ['a comment without end', 'SELECT 1 /* a'],
    ['a placeholder of its own', 'SELECT $1'],
    ['a write', 'DELETE FROM t'],
    ['a write within', 'WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x'],
    ['a new table', 'SELECT * INTO copy FROM t'],
    ['a lock', 'SELECT * FROM t FOR UPDATE'],
    ['a lock shared', 'SELECT * FROM t FOR SHARE'],
    ['a procedure', 'CALL p()'],
    ['a setting', 'SET x = 1'],
  ])('as a read: %s', (_title, text) => {
    expect(problemOf(text)).not.toBeNull();
  });

  test.each([
    ['MariaDB: a comment that the server runs', mariadb, 'SELECT 1 /*!50000 , 2 */'],
    ['MariaDB: the same in its own way', mariadb, 'SELECT 1 /*M!100100 , 2 */'],
    ['MariaDB: a placeholder of its own', mariadb, 'SELECT ?'],
    ['MariaDB: a variable', mariadb, 'SELECT @x := 5'],
    ['MariaDB: a name without end', mariadb, 'SELECT `a'],
    ['SQL Server: a variable', sqlserver, 'SELECT @@VERSION'],
    ['SQL Server: a name without end', sqlserver, 'SELECT [a'],
    ['SQL Server: two statements without a sign between', sqlserver, `SELECT 1 EXEC xp_cmdshell 'x'`],
    ['Oracle: a placeholder of its own', oracle, 'SELECT :1 FROM dual'],
  ])('%s', (_title, dialect, text) => {
    expect(problemOf(text, dialect)).not.toBeNull();
  });

  test.each(['DROP TABLE t', 'CREATE TABLE t (a int)', 'COMMIT', 'SET ROLE x', 'COPY t FROM STDIN', 'TRUNCATE t', 'GRANT ALL ON t TO x', 'BEGIN'])(
    'as a write: %s',
    (text) => {
      expect(problemOf(text, postgresql, 'write')).toMatch(/begins with/);
    },
  );
});

describe('what is taken', () => {
  test.each([
    ['a semicolon at the end', postgresql, 'SELECT 1 ; -- done\n'],
    ['parentheses before', postgresql, '(SELECT 1) UNION (SELECT 2)'],
    ['names of functions that sound like writes', mariadb, `SELECT REPLACE(a, 'x', 'y'), INSERT(a, 1, 2, 'z') FROM t`],
    ['quoted names that sound like writes', postgresql, 'SELECT "delete", "into" FROM "update"'],
    ['brackets that are no names', postgresql, 'SELECT a[1] FROM t'],
    ['a question mark that is an operator', postgresql, `SELECT a ? 'b' FROM t`],
  ])('%s', (_title, dialect, text) => {
    expect(problemOf(text, dialect)).toBeNull();
  });

  test.each([
    'INSERT INTO t VALUES (1)',
    'UPDATE t SET a = 1',
    'DELETE FROM t',
    'CALL p(:a)',
    'WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x',
    'MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE',
    'SELECT f(:a)',
  ])('as a write: %s', (text) => {
    expect(problemOf(text, postgresql, 'write')).toBeNull();
  });
});
