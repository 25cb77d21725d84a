import type { Catalogue, Cell, Column, ColumnKind, Relation, Session } from '../dialect.ts';

const kinds: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  year: 'integer',
  bigint: 'bigint',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  uuid: 'text',
  inet4: 'text',
  inet6: 'text',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  geometry: 'binary',
  point: 'binary',
  linestring: 'binary',
  polygon: 'binary',
  multipoint: 'binary',
  multilinestring: 'binary',
  multipolygon: 'binary',
  geometrycollection: 'binary',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'instant',
  json: 'json',
};

/** Names of schemas for `FIND_IN_SET` without ambiguity: each in hexadecimal. */
const inSchemas = (column: string) => `(CASE WHEN ? = '' THEN ${column} = DATABASE() ELSE FIND_IN_SET(HEX(${column}), ?) > 0 END)`;

const tablesSql = `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COMMENT FROM information_schema.TABLES
  WHERE TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND ${inSchemas('TABLE_SCHEMA')} ORDER BY TABLE_SCHEMA, TABLE_NAME`;
const columnsSql = `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH, COLLATION_NAME, COLUMN_COMMENT
  FROM information_schema.COLUMNS WHERE FIND_IN_SET('select', PRIVILEGES) > 0 AND ${inSchemas('TABLE_SCHEMA')}
  ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`;
const indexesSql = `SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS
  WHERE INDEX_TYPE = 'BTREE' AND ${inSchemas('TABLE_SCHEMA')} ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

interface Index {
  readonly name: string;
  unique: boolean;
  readonly columns: string[];
}

/** Tables, views, their columns and keys, as far as the session's user may read them. */
export async function readMysqlCatalogue(session: Session, schemas: readonly string[]): Promise<Catalogue> {
  const listed = schemas.map((name) => Buffer.from(name).toString('hex').toUpperCase()).join(',');
  const rows = async (text: string, values: readonly string[] = [listed, listed]) => {
    const found: (readonly Cell[])[] = [];
    await session.run({ text, values }, (row) => found.push(row) > 0);
    return found;
  };
  const [[version, schema] = []] = await rows('SELECT VERSION(), DATABASE()', []);
  const columns = Map.groupBy(await rows(columnsSql), relationOf);
  const indexes = Map.groupBy(await rows(indexesSql), relationOf);
  const tables = await rows(tablesSql);
  const relations = tables.flatMap((table) => {
    const found = columns.get(relationOf(table));
    return found ? [relation(table, found.map(columnOf), indexesOf(indexes.get(relationOf(table)) ?? []))] : [];
  });
  const mariadb = /^([\d.]+)-MariaDB/.exec(String(version))?.[1];
  return {
    product: mariadb ? `MariaDB ${mariadb}` : `MySQL ${String(version)}`,
    schema: String(schema ?? ''),
    relations,
    transactional: tables.every(([, , , engine]) => engine === null || engine === 'InnoDB'),
    remarks: [],
  };
}

const relationOf = ([schema, name]: readonly Cell[]) => JSON.stringify([schema, name]);

function relation([schema, name, type, , comment]: readonly Cell[], columns: readonly Column[], indexes: readonly Index[]): Relation {
  const view = type === 'VIEW';
  return {
    schema: String(schema),
    name: String(name),
    view,
    // The comment of every view is the word VIEW.
    comment: view || !comment ? null : String(comment),
    columns,
    primaryKey: indexes.find((index) => index.name === 'PRIMARY')?.columns ?? null,
    indexes: indexes.filter((index) => index.name !== 'PRIMARY').map(({ columns: names, unique }) => ({ columns: names, unique })),
  };
}

/** An index over the beginnings of a text tells no rows apart. */
function indexesOf(rows: readonly (readonly Cell[])[]): readonly Index[] {
  const found = new Map<string, Index>();
  for (const [, , name, nonUnique, column, part] of rows) {
    if (column === null) continue;
    const index = found.get(String(name)) ?? { name: String(name), unique: true, columns: [] };
    index.unique &&= Number(nonUnique) === 0 && part === null;
    index.columns.push(String(column));
    found.set(index.name, index);
  }
  return [...found.values()];
}

function columnOf([, , name, type, declared, nullable, maxLength, collation, comment]: readonly Cell[]): Column {
  const kind = String(declared) === 'bit(1)' ? 'boolean' : type === 'bit' ? 'bigint' : (kinds[String(type)] ?? 'other');
  const temporal = kind === 'date' || kind === 'datetime' || kind === 'instant';
  const values = type === 'enum' ? enumerated(String(declared)) : null;
  return {
    name: String(name),
    kind,
    declared: String(declared),
    // Dates that are no dates (0000-00-00) come as null.
    nullable: nullable === 'YES' || temporal,
    ...(comment ? { comment: String(comment) } : {}),
    ...(kind === 'text' && maxLength !== null && !values ? { maxLength: Number(maxLength) } : {}),
    ...(values ? { values } : {}),
    // Ordered by their place in the declaration, compared as text.
    ...(type === 'enum' || type === 'set' || type === 'bit' ? { unsortable: true } : {}),
    ...(collation === null ? {} : { stored: String(collation) }),
    // The server's own conversion makes question marks of eight letters, among them ک.
    ...(String(collation).startsWith('cp1256_') && kind === 'text' && !values ? { charset: 'windows-1256' as const } : {}),
  };
}

/** Values of `enum('a','b''c')`. */
function enumerated(declared: string): readonly string[] {
  return [...declared.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"));
}
