import { AdapterError, type RejectedRow } from '@amanah/adapter-api';

export type Reason = RejectedRow['reasons'][number];

/** A row as a file has it: one value for each field of its kind, in the order of the fields, or why it cannot be taken apart. */
export interface RawRow {
  /** From 1, headings counted. */
  readonly line: number;
  readonly text: string;
  readonly values: readonly unknown[] | null;
  readonly reasons: readonly Reason[];
}

export type Emit = (row: RawRow) => void;

/** Takes the text of a file portion by portion and emits its rows. Both methods throw AdapterError `contract-violation` for a file that cannot be read as a whole. */
export interface RowParser {
  push(text: string): void;
  end(): void;
}

/** Values longer than this are cut where they are told. */
const told = 200;

export function reason(field: string, expected: string, found: unknown): Reason {
  const text = typeof found === 'string' ? found : found === undefined ? '' : JSON.stringify(found);
  return { field, expected, found: text.length > told ? `${text.slice(0, told)}…` : text };
}

/** The file as a whole cannot be read. */
export function unreadable(detail: string, cause?: unknown): AdapterError {
  return new AdapterError('contract-violation', detail, { reached: 'yes', ...(cause === undefined ? {} : { cause }) });
}
