import { AdapterError, type JsonSchema, type OperationDescription } from '@amanah/adapter-api';
import { SqlWriter } from './bound-sql.ts';
import { columnSchema } from './column-schema.ts';
import { toSqlValue } from './column-value.ts';
import type { SqlConfig, StatementConfig } from './config.ts';
import type { BoundSql, Column, Dialect } from './dialects/dialect.ts';
import { afterCondition, assertDistinct, pagesBy, placeOf } from './key-set.ts';
import { StatementProblem } from './lex-sql.ts';
import { uncallable, type JsonRow, type Operation, type ReadPlan, type WritePlan } from './operation.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { readStatement, type ReadStatement } from './read-statement.ts';

/** What preparing a statement told: columns of its result, or why it cannot be run. */
export type Prepared = { readonly columns: readonly Column[] | null } | { readonly problem: { readonly place: string; readonly found: string } };

/** The operation of one reviewed statement. `transactional` as in the catalogue. */
export function statementOperation(
  name: string,
  given: StatementConfig,
  prepared: Prepared,
  transactional: boolean,
  config: SqlConfig,
  dialect: Dialect,
): Operation {
  const refused = (place: string, found: string) => uncallable(name, null, given.effect, [{ kind: 'invalid', place: `statements.${name}.${place}`, found }]);
  if ('problem' in prepared) return refused(prepared.problem.place, prepared.problem.found);
  let statement: ReadStatement;
  try {
    statement = readStatement(given.sql, dialect.lexis, given.effect);
  } catch (error) {
    if (error instanceof StatementProblem) return refused('sql', error.message);
    throw error;
  }
  const undeclared = statement.parameters.find((one) => !(one in given.parameters));
  if (undeclared) return refused('parameters', `the statement has :${undeclared}, which is not described`);
  const unused = Object.keys(given.parameters).find((one) => !statement.parameters.includes(one));
  if (unused) return refused(`parameters.${unused}`, `the statement has no :${unused}`);
  const columns = prepared.columns ?? configuredColumns(given);
  if (columns.length === 0 && statement.pieces.some((piece) => typeof piece === 'string' && /\breturning\b/i.test(piece)))
    return refused('columns', 'the server does not tell what it gives back: name the columns here, each with a schema');
  const twice = columns.find((column, at) => columns.findIndex((other) => other.name === column.name) !== at);
  if (twice) return refused('sql', `two columns of the result are called ${twice.name}`);
  const stranger = Object.keys(given.columns).find((one) => !columns.some((column) => column.name === one));
  if (stranger) return refused(`columns.${stranger}`, 'the result has no such column');
  const known: Known = { name, given, statement, columns, transactional, config, dialect };
  return given.effect === 'write' ? writeOperation(known) : given.page ? pagedOperation(known, given.page, refused) : readOperation(known);
}

interface Known {
  readonly name: string;
  readonly given: StatementConfig;
  readonly statement: ReadStatement;
  readonly columns: readonly Column[];
  readonly transactional: boolean;
  readonly config: SqlConfig;
  readonly dialect: Dialect;
}

/** Columns of a result that no preparing tells. */
function configuredColumns({ columns }: StatementConfig): readonly Column[] {
  return Object.entries(columns).map(([name, { charset }]) => ({ name, kind: 'other', declared: 'unknown', nullable: true, charset }));
}

/** Text of a statement with placeholders, its values taken from the input. @throws AdapterError `input-invalid` */
function bind(writer: SqlWriter, { statement, given, dialect }: Known, input: JsonRow): string {
  const placed = new Map<string, string>();
  const placeholder = (parameter: string) => {
    const before = dialect.reusesPlaceholders ? placed.get(parameter) : undefined;
    if (before) return before;
    const declared = given.parameters[parameter] as StatementConfig['parameters'][string];
    const value = input[parameter] === undefined ? (declared['default'] ?? null) : input[parameter];
    const kind = parameterKind(declared);
    const added = writer.add(dialect.value(kind, toSqlValue({ kind, charset: declared.charset }, value, `/${parameter}`)), value);
    placed.set(parameter, added);
    return added;
  };
  return statement.pieces.map((piece) => (typeof piece === 'string' ? piece : placeholder(piece.parameter))).join('');
}

function parameterKind(schema: StatementConfig['parameters'][string]): Column['kind'] {
  const types = [schema.type].flat();
  if (types.includes('string')) {
    if (schema['contentEncoding'] === 'base64') return 'binary';
    return schema['format'] === 'date-time' ? 'instant' : 'text';
  }
  if (types.includes('boolean')) return 'boolean';
  return types.includes('number') ? 'float' : 'integer';
}

function inputSchema(parameters: StatementConfig['parameters'], further: object = {}): JsonSchema {
  const properties = Object.fromEntries(Object.entries(parameters).map(([name, { charset: _charset, ...schema }]) => [name, schema]));
  const optional = (schema: StatementConfig['parameters'][string]) => 'default' in schema || [schema.type].flat().includes('null');
  const required = Object.entries(parameters).flatMap(([name, schema]) => (optional(schema) ? [] : [name]));
  return { type: 'object', properties: { ...properties, ...further }, required, additionalProperties: false };
}

function rowSchema({ columns, given }: Known): { readonly [keyword: string]: unknown } {
  const properties = Object.fromEntries(columns.map((column) => [column.name, given.columns[column.name]?.schema ?? columnSchema(column)]));
  return { type: 'object', properties, required: columns.map(({ name }) => name), additionalProperties: false };
}

function rowsSchema(known: Known): { readonly [keyword: string]: unknown } {
  return { type: 'object', properties: { rows: { type: 'array', items: rowSchema(known) } }, required: ['rows'], additionalProperties: false };
}

function describe({ name, given }: Known, input: JsonSchema, output: JsonSchema): OperationDescription {
  const { effect, summary = null, idempotent } = given;
  return { name, summary, group: null, effect, idempotent: effect === 'read' || idempotent, input, output, problems: [] };
}

function readOperation(known: Known): Operation {
  const { given, columns, config, dialect } = known;
  const row = rowSchema(known);
  const output = !given.one ? rowsSchema(known) : given.missing ? row : { anyOf: [row, { type: 'null' }] };
  const read = (input: unknown): ReadPlan => {
    const writer = new SqlWriter(dialect);
    const sql = writer.bound(bind(writer, known, input as JsonRow));
    const finish = (rows: readonly JsonRow[]) => ({ output: given.one ? onlyRow(rows[0], given) : { rows } });
    return { sql, shown: writer.shown, columns, most: given.one ? 1 : config.rowCap, tooMany: given.one ? 'contract-violation' : 'too-large', finish };
  };
  return { description: describe(known, inputSchema(given.parameters), output), plan: { read } };
}

/** @throws AdapterError `refused` for no row, where that is one */
function onlyRow(row: JsonRow | undefined, { missing }: StatementConfig): JsonRow | null {
  if (!row && missing) throw new AdapterError('refused', `${missing.code}: ${missing.message}`, { fault: missing });
  return row ?? null;
}

/** The statement as a table of its own, from which pages are cut as from any other. */
function pagedOperation(known: Known, page: readonly string[], refused: (place: string, found: string) => Operation): Operation {
  const { given, columns, config, dialect } = known;
  const order = page.flatMap((wanted) => columns.find((column) => column.name === wanted && pagesBy(column)) ?? []);
  const unfit = page.find((wanted) => !order.some((column) => column.name === wanted));
  if (unfit) return refused('page', `pages cannot be cut at ${unfit}`);
  if (given.parameters['limit']) return refused('parameters.limit', 'pages have a limit of their own');
  const limit = { limit: { type: 'integer', minimum: 1, maximum: config.pageRows } };
  const read = (input: unknown, cursor: string | null): ReadPlan => {
    const { limit: wanted = config.pageRows, ...parameters } = input as JsonRow & { limit?: number };
    const rows = Math.min(Math.max(1, Math.trunc(wanted)), config.pageRows);
    const writer = new SqlWriter(dialect);
    const finish = (found: readonly JsonRow[]) => {
      assertDistinct(found, order);
      const cut = found.slice(0, rows);
      const last = cut.at(-1);
      return { output: { rows: cut }, ...(found.length > rows && last ? { next: writeCursor({ order: known.name, after: placeOf(last, order) }) } : {}) };
    };
    const sql = pagedSql(writer, known, order, parameters, cursor === null ? null : readCursor(cursor, known.name, order.length).after, rows + 1);
    return { sql, shown: writer.shown, columns, most: rows + 1, tooMany: 'contract-violation', finish };
  };
  return { description: describe(known, inputSchema(given.parameters, limit), rowsSchema(known)), plan: { read } };
}

function pagedSql(writer: SqlWriter, known: Known, order: readonly Column[], input: JsonRow, after: readonly unknown[] | null, rows: number): BoundSql {
  const { dialect } = known;
  // On lines of its own: the statement may end in a comment.
  const whole = `(\n${bind(writer, known, input)}\n) paged`;
  const rest = after ? ` WHERE ${afterCondition(writer, order, after, false)}` : '';
  const ordered = order.map((column) => dialect.quote(column.name)).join(', ');
  return writer.bound(dialect.first(`SELECT * FROM ${whole}${rest} ORDER BY ${ordered}`, rows));
}

function writeOperation(known: Known): Operation {
  const { given, columns, config, dialect, statement, transactional } = known;
  const answer = {
    type: 'object',
    properties: {
      affected: { type: ['integer', 'null'], description: 'rows that the statement touched' },
      rows: { type: 'array', items: rowSchema(known), description: 'rows that it gave back' },
      repeated: { type: 'boolean', description: 'the same key had written before; nothing was written now' },
    },
    required: ['affected', 'rows', 'repeated'],
    additionalProperties: false,
  };
  const write = (input: unknown): WritePlan => {
    const writer = new SqlWriter(dialect);
    const sql = writer.bound(bind(writer, known, input as JsonRow));
    const revocable = dialect.revocable(statement.verb, transactional);
    return { sql, shown: writer.shown, columns, most: config.rowCap, touches: given.touches ?? {}, revocable };
  };
  return { description: describe(known, inputSchema(given.parameters), answer), plan: { write } };
}

/**
 * Texts that are prepared at discovery: the statement, whose columns are those of the result, and the table that pages are cut from.
 * @throws StatementProblem
 */
export function textsToPrepare(given: StatementConfig, dialect: Dialect): { readonly statement: string; readonly paged: string | null } {
  const read = readStatement(given.sql, dialect.lexis, given.effect);
  const writer = new SqlWriter(dialect);
  const placed = new Map<string, string>();
  const placeholder = (parameter: string) => {
    const known = dialect.reusesPlaceholders ? placed.get(parameter) : undefined;
    const added = known ?? writer.add(null);
    placed.set(parameter, added);
    return added;
  };
  const statement = read.pieces.map((piece) => (typeof piece === 'string' ? piece : placeholder(piece.parameter))).join('');
  const order = given.page?.map((name) => dialect.quote(name)).join(', ');
  return { statement, paged: order ? dialect.first(`SELECT * FROM (\n${statement}\n) paged ORDER BY ${order}`, 1) : null };
}
