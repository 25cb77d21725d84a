import type { Cell, Column, ColumnKind } from '../dialect.ts';

const kinds: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'bigint',
  bit: 'boolean',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'decimal',
  smallmoney: 'decimal',
  real: 'float',
  float: 'float',
  char: 'text',
  varchar: 'text',
  text: 'text',
  nchar: 'text',
  nvarchar: 'text',
  ntext: 'text',
  sysname: 'text',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
  timestamp: 'binary',
  rowversion: 'binary',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  smalldatetime: 'datetime',
  datetime2: 'datetime',
  datetimeoffset: 'instant',
};
/** Types that the driver turns into floating point numbers or moments of JavaScript, so that a statement has to make text of them. */
const lossy: ReadonlySet<ColumnKind> = new Set(['decimal', 'date', 'time', 'instant']);

/** What a type of SQL Server holds; `declared` such as `decimal(18,2)`. */
export function kindOfDeclared(declared: string): ColumnKind {
  return kinds[declared.replace(/\(.*$/, '').toLowerCase()] ?? 'other';
}

/** A row of `sp_describe_first_result_set`. */
export function columnOfServer([, , name, nullable, , declared]: readonly Cell[]): Column {
  const kind = kindOfDeclared(String(declared));
  // Such a column is told to be text, so that the check of the answer finds a number instead: the statement must convert it itself.
  return { name: String(name ?? ''), kind: lossy.has(kind) ? 'text' : kind, declared: String(declared), nullable: nullable !== false };
}
