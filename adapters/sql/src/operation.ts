import type { AdapterAnswer, ContractProblem, OperationDescription } from '@amanah/adapter-api';
import type { BoundSql, Column } from './dialects/dialect.ts';

/** One row as JSON. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** A read that is ready to be sent. */
export interface ReadPlan {
  readonly sql: BoundSql;
  /** Values as the exchange record shows them. */
  readonly shown: readonly unknown[];
  /** Columns of the result, in order. */
  readonly columns: readonly Column[];
  /** More rows than this are too many, */
  readonly most: number;
  /** and so the call ends. */
  readonly tooMany: 'too-large' | 'contract-violation';
  /** @throws AdapterError when the rows are not as they must be */
  finish(rows: readonly JsonRow[]): AdapterAnswer;
}

/** A write that is ready to be sent. */
export interface WritePlan {
  readonly sql: BoundSql;
  readonly shown: readonly unknown[];
  readonly columns: readonly Column[];
  readonly most: number;
  readonly touches: { readonly least?: number | undefined; readonly most?: number | undefined };
  /** Whether it was certainly not done unless it was committed. */
  readonly revocable: boolean;
}

/** Something a database can be asked, as the contract describes it and as it is run. */
export interface Operation {
  readonly description: OperationDescription;
  /** @throws AdapterError `input-invalid` */
  plan: { readonly read: (input: unknown, cursor: string | null) => ReadPlan } | { readonly write: (input: unknown) => WritePlan } | null;
}

/** An operation that stands in the contract only to say why it cannot be called. */
export function uncallable(name: string, group: string | null, effect: 'read' | 'write', problems: readonly ContractProblem[]): Operation {
  const description = { name, summary: null, group, effect, idempotent: effect === 'read', input: false, output: false, problems };
  return { description, plan: null };
}
