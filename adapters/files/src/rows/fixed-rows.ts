import type { KindOf } from '../kind.ts';
import { LineRows } from './line-rows.ts';
import type { Emit, RowParser } from './raw-row.ts';

/** Fixed width: each field at its place in the line, counted in characters. */
export function fixedRows({ fields, skipLines }: Pick<KindOf<'fixed'>, 'fields' | 'skipLines'>, maxRow: number, emit: Emit): RowParser {
  const places = Object.values(fields).map(({ at = [1, 0] }) => [at[0] - 1, at[0] - 1 + at[1]] as const);
  return new LineRows({ skipLines, maxRow, emit, read: (line) => ({ values: places.map(([from, to]) => line.slice(from, to)), reasons: [] }) });
}
