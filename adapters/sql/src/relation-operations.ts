import type { JsonSchema } from '@amanah/adapter-api';
import { columnSchema, valueSchema } from './column-schema.ts';
import { unsendable } from './column-value.ts';
import { SqlWriter } from './bound-sql.ts';
import type { SqlConfig } from './config.ts';
import type { Column, Dialect, Relation } from './dialects/dialect.ts';
import { afterCondition, assertDistinct, compared, pagesBy, placeOf } from './key-set.ts';
import { uncallable, type JsonRow, type Operation, type ReadPlan } from './operation.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** Values that one filter may list. */
const mostListed = 100;

/** A table or view with what the configuration adds to it. */
interface Known {
  readonly dialect: Dialect;
  readonly config: SqlConfig;
  readonly relation: Relation;
  /** Its name in the contract: with the schema only where that is not the connection's own. */
  readonly name: string;
  /** Columns that tell rows apart; empty when nobody knows any. */
  readonly key: readonly Column[];
}

/** Reads of one table or view: `NAME.find`, `NAME.findBy.COLUMNS` for each further unique key, `NAME.list`. */
export function relationOperations(relation: Relation, schema: string, config: SqlConfig, dialect: Dialect): readonly Operation[] {
  const name = [...(relation.schema === schema ? [] : [relation.schema]), relation.name].map(plainName).join('.');
  const given = config.keys[name];
  const find = (wanted: string) => relation.columns.find((column) => column.name === wanted);
  const missing = [...(given?.key ?? []), ...(given?.filters ?? [])].filter((wanted) => !find(wanted));
  if (missing.length > 0) {
    const found = `there is no column ${missing.join(', ')} in it`;
    return [uncallable(`${name}.list`, relation.schema, 'read', [{ kind: 'unresolved', place: `keys.${name}`, found }])];
  }
  const columnsOf = (names: readonly string[]) => names.map((wanted) => find(wanted)!);
  const unique = uniqueKeys(relation, given?.key);
  const [key = []] = unique;
  const known: Known = { dialect, config, relation, name, key: columnsOf(key) };
  const finds = unique.map((names, at) => findOperation(known, columnsOf(names), at === 0 ? 'find' : `findBy.${names.map(plainName).join('+')}`));
  return [...finds, listOperation(known)];
}

/** Keys over columns that are never null, the primary or configured one first. */
function uniqueKeys(relation: Relation, given: readonly string[] | undefined): readonly (readonly string[])[] {
  const solid = (names: readonly string[]) => names.every((name) => relation.columns.some((column) => column.name === name && !column.nullable));
  const indexes = relation.indexes.filter((index) => index.unique && solid(index.columns)).map((index) => index.columns);
  const all = [given, relation.primaryKey, ...indexes].filter((names) => names !== undefined && names !== null);
  return all.filter((names, at) => all.findIndex((other) => other.join('\0') === names.join('\0')) === at);
}

/** A name as it stands in names of operations; anything but letters, digits, `_`, `$`, `#` in quotes. */
function plainName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_$#]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function describe({ relation, name }: Known, operation: string, input: JsonSchema, output: JsonSchema): Operation['description'] {
  const base = { summary: relation.comment, group: relation.schema, effect: 'read', idempotent: true } as const;
  return { name: `${name}.${operation}`, ...base, input, output, problems: [] };
}

function rowSchema(columns: readonly Column[]): { readonly [keyword: string]: unknown } {
  const properties = Object.fromEntries(columns.map((column) => [column.name, columnSchema(column)]));
  return { type: 'object', properties, required: columns.map(({ name }) => name), additionalProperties: false };
}

const from = ({ dialect, relation }: Known) => `${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}`;
const selected = ({ dialect }: Known, columns: readonly Column[]) => columns.map((column) => dialect.select(column, dialect.quote(column.name))).join(', ');

function findOperation(known: Known, key: readonly Column[], operation: string): Operation {
  const { dialect, relation } = known;
  const { columns } = relation;
  const input = { ...rowSchema(key.map((column) => ({ ...column, nullable: false }))), description: 'the key' };
  const read = (given: unknown): ReadPlan => {
    const writer = new SqlWriter(dialect);
    const values = given as JsonRow;
    const where = key.map((column) => `${dialect.quote(column.name)} = ${compared(writer, column, values[column.name], `/${column.name}`)}`).join(' AND ');
    // Two, so that a key that is none shows.
    const sql = writer.bound(dialect.first(`SELECT ${selected(known, columns)} FROM ${from(known)} WHERE ${where}`, 2));
    return { sql, shown: writer.shown, columns, most: 2, tooMany: 'contract-violation', finish: (rows) => ({ output: onlyRow(rows, key) }) };
  };
  return { description: describe(known, operation, input, { anyOf: [rowSchema(columns), { type: 'null' }] }), plan: { read } };
}

function onlyRow(rows: readonly JsonRow[], key: readonly Column[]): JsonRow | null {
  assertDistinct(rows, key);
  return rows[0] ?? null;
}

/** Bytes such as pictures are given by `find` alone: in a list they would be most of it. */
function listOperation(known: Known): Operation {
  const { relation, key, name, config } = known;
  const operation = `${name}.list`;
  const problem = (found: string) => uncallable(operation, relation.schema, 'read', [{ kind: 'unsupported', place: name, found }]);
  if (key.length === 0) return problem(`it has no key: say under keys.${name}.key which columns tell its rows apart`);
  const uncut = key.find((column) => !pagesBy(column));
  if (uncut) return problem(`pages cannot be cut at ${uncut.name} (${uncut.declared})`);
  const columns = relation.columns.filter((column) => column.kind !== 'binary' || key.includes(column));
  const filters = filterColumns(known);
  const further = filters.filter((column) => !column.nullable && pagesBy(column) && !(key.length === 1 && key.includes(column)));
  const orders = new Map(further.map((column) => [column.name, orderedBy(column, key)]));
  orders.set('key', key);
  const input = listInput(filters, [...orders.keys()], leadingColumns(relation, filters), config.pageRows);
  const output = {
    type: 'object',
    properties: { rows: { type: 'array', items: rowSchema(columns) } },
    required: ['rows'],
    additionalProperties: false,
  };
  const read = (given: unknown, cursor: string | null) => listPlan({ ...known, columns, orders }, given as ListInput, cursor);
  return { description: describe(known, 'list', input, output), plan: { read } };
}

function orderedBy(column: Column, key: readonly Column[]): readonly Column[] {
  return key.includes(column) ? [column, ...key.filter((one) => one !== column)] : [column, ...key];
}

function filterColumns({ relation, key, config, name }: Known): readonly Column[] {
  const names = new Set([...relation.indexes.flatMap((index) => index.columns), ...key.map((column) => column.name), ...(config.keys[name]?.filters ?? [])]);
  return relation.columns.filter((column) => names.has(column.name) && column.kind !== 'array' && column.kind !== 'json');
}

/** Which other columns must be filtered by as well, so that an index serves. */
function leadingColumns(relation: Relation, filters: readonly Column[]): Readonly<Record<string, readonly string[]>> {
  const needs = filters.flatMap(({ name }) => {
    const indexes = relation.indexes.filter((index) => index.columns.includes(name));
    if (indexes.length === 0 || indexes.some((index) => index.columns[0] === name)) return [];
    const [shortest = []] = indexes.map((index) => index.columns.slice(0, index.columns.indexOf(name))).toSorted((one, other) => one.length - other.length);
    return [[name, shortest] as const];
  });
  return Object.fromEntries(needs);
}

function listInput(filters: readonly Column[], orders: readonly string[], leading: Readonly<Record<string, readonly string[]>>, pageRows: number): JsonSchema {
  const where = Object.fromEntries(filters.map((column) => [column.name, filterSchema(column)]));
  return {
    type: 'object',
    properties: {
      where: { type: 'object', properties: where, additionalProperties: false, ...(Object.keys(leading).length > 0 ? { dependentRequired: leading } : {}) },
      order: { enum: orders.toSorted() },
      descending: { type: 'boolean' },
      limit: { type: 'integer', minimum: 1, maximum: pageRows },
    },
    additionalProperties: false,
  };
}

/** A value, one of several, a range (ends included), or the beginning of a text. */
function filterSchema(column: Column): JsonSchema {
  const one = valueSchema(column);
  const only = (properties: object, further: object = {}) => ({ type: 'object', properties, additionalProperties: false, ...further });
  const text = column.kind === 'text' && !column.values;
  return {
    anyOf: [
      one,
      ...(column.nullable ? [{ type: 'null' }] : []),
      only({ in: { type: 'array', items: one, minItems: 1, maxItems: mostListed } }, { required: ['in'] }),
      ...(pagesBy(column) ? [only({ from: one, to: one }, { minProperties: 1 })] : []),
      ...(text ? [only({ startsWith: { type: 'string', minLength: 1 } }, { required: ['startsWith'] })] : []),
    ],
    ...(column.comment ? { description: column.comment } : {}),
  };
}

interface ListInput {
  readonly where?: Readonly<Record<string, unknown>>;
  readonly order?: string;
  readonly descending?: boolean;
  readonly limit?: number;
}

function listPlan(
  list: Known & { readonly columns: readonly Column[]; readonly orders: ReadonlyMap<string, readonly Column[]> },
  { where = {}, order = 'key', descending = false, limit = list.config.pageRows }: ListInput,
  cursor: string | null,
): ReadPlan {
  const { dialect, relation, columns } = list;
  const by = list.orders.get(order);
  if (!by) throw unsendable([{ path: '/order', message: 'cannot be ordered by it' }]);
  const rows = Math.min(Math.max(1, Math.trunc(limit)), list.config.pageRows);
  const sorted = `${descending ? '-' : '+'}${order}`;
  const writer = new SqlWriter(dialect);
  const conditions = Object.entries(where).map(([name, value]) => {
    const column = relation.columns.find((one) => one.name === name);
    if (!column) throw unsendable([{ path: `/where/${name}`, message: 'cannot be filtered by it' }]);
    return condition(writer, column, value);
  });
  if (cursor !== null) conditions.push(afterCondition(writer, by, readCursor(cursor, sorted, by.length).after, descending));
  const filtered = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const direction = descending ? ' DESC' : '';
  const ordered = by.map((column) => `${dialect.quote(column.name)}${direction}`).join(', ');
  const sql = writer.bound(dialect.first(`SELECT ${selected(list, columns)} FROM ${from(list)}${filtered} ORDER BY ${ordered}`, rows + 1));
  const finish = (found: readonly JsonRow[]) => {
    assertDistinct(found, by);
    const page = found.slice(0, rows);
    const last = page.at(-1);
    return { output: { rows: page }, ...(found.length > rows && last ? { next: writeCursor({ order: sorted, after: placeOf(last, by) }) } : {}) };
  };
  return { sql, shown: writer.shown, columns, most: rows + 1, tooMany: 'contract-violation', finish };
}

function condition(writer: SqlWriter, column: Column, value: unknown): string {
  const name = writer.dialect.quote(column.name);
  const path = `/where/${column.name}`;
  if (value === null) return `${name} IS NULL`;
  if (typeof value !== 'object') return `${name} = ${compared(writer, column, value, path)}`;
  const wanted = value as { in?: readonly unknown[]; from?: unknown; to?: unknown; startsWith?: string };
  if (wanted.in)
    return `${name} IN (${wanted.in
      .slice(0, mostListed)
      .map((one, at) => compared(writer, column, one, `${path}/in/${at}`))
      .join(', ')})`;
  if (wanted.startsWith !== undefined) {
    const begins = `${wanted.startsWith.replaceAll(writer.dialect.patternSigns, '!$&')}%`;
    return `${name} LIKE ${compared(writer, { ...column, kind: 'text' }, begins, `${path}/startsWith`)} ESCAPE '!'`;
  }
  const ends = [
    ...(wanted.from === undefined ? [] : [`${name} >= ${compared(writer, column, wanted.from, `${path}/from`)}`]),
    ...(wanted.to === undefined ? [] : [`${name} <= ${compared(writer, column, wanted.to, `${path}/to`)}`]),
  ];
  if (ends.length === 0) throw unsendable([{ path, message: 'must be a value, in, from and to, or startsWith' }]);
  return ends.join(' AND ');
}
