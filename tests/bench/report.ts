/** One line of the bench: what was measured beside which peer, and the budget of the design (a ratio, not a time). */
export interface Finding {
  readonly path: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly budget: string;
  /** `null`: for information only. */
  readonly met: boolean | null;
}

const titles = ['path', 'ours', 'peer', 'ratio', 'budget', 'met?'];

/** The findings as a Markdown table, aligned for a terminal. */
export function table(findings: readonly Finding[]): string {
  const rows = [titles, ...findings.map((f) => [f.path, f.ours, f.peer, f.ratio, f.budget, f.met === null ? '–' : f.met ? 'met' : 'MISSED'])];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** A middle value with how far the slots lay from it. */
export function withNoise(values: readonly number[], digits = 0): string {
  const middle = median(values);
  const apart = Math.max(...values.map((value) => Math.abs(value - middle))) / middle;
  return `${middle.toFixed(digits)} (±${Math.round(apart * 100)} %)`;
}

/** The middle value; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
