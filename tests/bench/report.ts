/** One line of the bench: what was measured beside which peer, and the budget of docs/design (ratio, not time). */
export interface Finding {
  readonly path: string;
  readonly measured: string;
  readonly budget: string;
  readonly met: boolean | null;
}

/** The findings as an aligned table. */
export function table(findings: readonly Finding[]): string {
  const rows = [
    ['path', 'measured', 'budget', ''],
    ...findings.map((f) => [f.path, f.measured, f.budget, f.met === null ? 'for information' : f.met ? 'met' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
