import type { Contract, ContractProblem } from '@amanah/adapter-api';
import { z } from 'zod';
import type { SqlConfig, StatementConfig } from './config.ts';
import type { Catalogue, Column, Dialect, Relation, Session } from './dialects/dialect.ts';
import { ledgerTable } from './idempotency-ledger.ts';
import { StatementProblem } from './lex-sql.ts';
import { matches } from './name-pattern.ts';
import type { Operation } from './operation.ts';
import { relationOperations } from './relation-operations.ts';
import { statementOperation, textsToPrepare, type Prepared } from './statement-operation.ts';

/** Tables and views beyond this make a contract nobody reads; the configuration names those that matter. */
const mostRelations = 500;

/** What is kept of a database when its contract is accepted: enough to write every statement without asking it again. */
export interface Snapshot {
  readonly catalogue: Catalogue;
  readonly prepared: Readonly<Record<string, Prepared>>;
}

const snapshotShape = z.looseObject({
  catalogue: z.looseObject({ relations: z.array(z.unknown()), schema: z.string() }),
  prepared: z.record(z.string(), z.unknown()),
});

/** The snapshot of an accepted contract. @throws ZodError when it is none */
export function readSnapshot(contract: Contract): Snapshot {
  return snapshotShape.parse(contract.snapshot) as unknown as Snapshot;
}

/** Sessions to ask: reads are prepared where nothing can be written, writes need one that could. */
export interface Asked {
  readonly reading: Session;
  /** `null` when no statement writes. */
  readonly writing: Session | null;
}

/** Reads the catalogue and prepares every statement. Rejects with what the driver throws when nothing can be read. */
export async function readContract({ reading: session, writing }: Asked, config: SqlConfig, dialect: Dialect): Promise<Contract> {
  const whole = await dialect.readCatalogue(session, config.schemas);
  const named = whole.relations.filter((relation) =>
    config.relations.some((pattern) => matches(pattern, relation.name) || matches(pattern, `${relation.schema}.${relation.name}`)),
  );
  const relations = named.slice(0, mostRelations).map((relation) => withTrueText(relation, config));
  const catalogue = { ...whole, relations };
  const prepared: Record<string, Prepared> = {};
  for (const [name, statement] of Object.entries(config.statements))
    prepared[name] = await prepare(statement.effect === 'write' && writing ? writing : session, name, statement, config, dialect);
  const problems: ContractProblem[] = whole.remarks.map((found) => ({ kind: 'ignored', place: whole.schema, found }));
  if (named.length > mostRelations)
    problems.push({
      kind: 'ignored',
      place: 'relations',
      found: `${named.length} tables and views; the first ${mostRelations} are listed, name those you need`,
    });
  problems.push(...(await ledgerProblems(session, config, dialect)));
  const snapshot: Snapshot = { catalogue, prepared };
  const operations = operationsOf(snapshot, config, dialect).map(({ description }) => description);
  return { protocol: 'sql', kind: whole.product, title: whole.schema, version: null, operations, problems, snapshot };
}

/** Every operation of a database, in the order of its names. */
export function operationsOf({ catalogue, prepared }: Snapshot, config: SqlConfig, dialect: Dialect): readonly Operation[] {
  return [
    ...Object.entries(config.statements).map(([name, statement]) =>
      statementOperation(
        name,
        statement,
        prepared[name] ?? { problem: { place: 'sql', found: 'was not prepared yet: read the contract anew' } },
        catalogue.transactional,
        config,
        dialect,
      ),
    ),
    ...catalogue.relations.flatMap((relation) => relationOperations(relation, catalogue.schema, config, dialect)),
  ];
}

/** Text columns that hold something else than the database believes, by the configuration. */
function withTrueText(relation: Relation, { text }: SqlConfig): Relation {
  if (!text) return relation;
  const lies = ({ name, kind, values }: Column) =>
    kind === 'text' &&
    !values &&
    text.columns.some((pattern) => matches(pattern, `${relation.name}.${name}`) || matches(pattern, `${relation.schema}.${relation.name}.${name}`));
  return { ...relation, columns: relation.columns.map((column) => (lies(column) ? { ...column, charset: text.charset } : column)) };
}

async function prepare(session: Session, name: string, given: StatementConfig, config: SqlConfig, dialect: Dialect): Promise<Prepared> {
  try {
    const texts = textsToPrepare(given, dialect);
    const found = await session.describe(texts.statement);
    if (texts.paged) await session.describe(texts.paged);
    return { columns: found && found.map((column) => withDeclaredText(column, name, given, config, dialect)) };
  } catch (error) {
    if (error instanceof StatementProblem) return { problem: { place: 'sql', found: error.message } };
    const fault = dialect.fault(error);
    // Only what the server says of this statement; a connection that broke is no property of it.
    if (!fault?.answered || fault.outcome === 'unreachable') throw error;
    return { problem: { place: 'sql', found: `${fault.code}: ${fault.message}` } };
  }
}

/** @throws StatementProblem when text of a column can only be read as bytes and the statement gives it as text */
function withDeclaredText(column: Column, name: string, given: StatementConfig, { text }: SqlConfig, dialect: Dialect): Column {
  const declared = given.columns[column.name]?.charset;
  const origin = column.origin;
  const untrue =
    column.kind === 'text' &&
    origin !== undefined &&
    text?.columns.some((pattern) => matches(pattern, origin) || matches(pattern, origin.slice(origin.indexOf('.') + 1)));
  const charset = declared ?? (untrue ? text?.charset : undefined);
  if (!charset) return column;
  if (column.kind !== 'binary' && !dialect.givesBytes)
    throw new StatementProblem(
      `the column ${column.name} is text in ${charset}: cast it to bytes, and say so under statements.${name}.columns.${column.name}.charset`,
    );
  // Pages would compare its bytes, and the database orders its text.
  return { ...column, kind: 'text', charset, unsortable: true };
}

async function ledgerProblems(session: Session, config: SqlConfig, dialect: Dialect): Promise<ContractProblem[]> {
  const ledger = config.idempotency;
  if (!ledger) return [];
  const columns = [ledger.column, ...(ledger.answer ? [ledger.answer] : [])].map((name) => dialect.quote(name)).join(', ');
  try {
    await session.describe(`SELECT ${columns} FROM ${ledgerTable(ledger, dialect)}`);
    return [];
  } catch (error) {
    const fault = dialect.fault(error);
    if (!fault?.answered) throw error;
    return [{ kind: 'unresolved', place: 'idempotency', found: `${fault.code}: ${fault.message}` }];
  }
}
