import { AdapterError } from '@amanah/adapter-api';
import { fromCell } from './column-value.ts';
import type { BoundSql, Cell, Column, RunResult, Session } from './dialects/dialect.ts';
import type { JsonRow } from './operation.ts';

/** Rows of one statement, none of them larger than they may be together. */
export interface Gathered {
  readonly rows: readonly JsonRow[];
  readonly result: RunResult;
}

/**
 * Runs a statement and gathers its rows.
 * @throws AdapterError `too-large`, `contract-violation` for other columns than expected; and what the driver throws
 */
export async function gatherRows(
  session: Session,
  sql: BoundSql,
  columns: readonly Column[],
  limits: { readonly most: number; readonly maxBytes: number; readonly tooMany: 'too-large' | 'contract-violation' },
): Promise<Gathered> {
  const bytesWanted = new Set(columns.flatMap(({ charset }, at) => (charset ? [at] : [])));
  const gathered: (readonly Cell[])[] = [];
  let bytes = 0;
  let over: AdapterError | null = null;
  const take = (row: readonly Cell[]) => {
    for (const cell of row) bytes += typeof cell === 'string' || Buffer.isBuffer(cell) ? cell.length : 8;
    if (gathered.length >= limits.most) over = new AdapterError(limits.tooMany, `more than ${limits.most} rows`, { reached: 'yes' });
    else if (bytes > limits.maxBytes) over = new AdapterError('too-large', `the rows are over ${limits.maxBytes} bytes`, { reached: 'yes' });
    else gathered.push(row);
    return over === null;
  };
  const result = await session.run(sql, take, { bytes: bytesWanted, most: limits.most + 1 });
  if (over) throw over;
  // Nobody said what it gives back, so nobody waits for it.
  if (columns.length === 0) return { rows: [], result };
  if (gathered.length > 0) assertSameColumns(columns, result.columns);
  const rows = gathered.map((row) => Object.fromEntries(row.map((cell, at) => [result.columns[at] ?? '', fromCell(columns[at], cell)])));
  return { rows, result };
}

/** @throws AdapterError `contract-violation` */
function assertSameColumns(expected: readonly Column[], found: readonly string[]): void {
  const names = expected.map(({ name }) => name);
  if (names.length === found.length && names.every((name, at) => name === found[at])) return;
  throw new AdapterError('contract-violation', `the columns are ${found.join(', ')} instead of ${names.join(', ')}`, { reached: 'yes' });
}
