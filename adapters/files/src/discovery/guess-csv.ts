import { CsvRecords } from '../rows/csv-records.ts';
import { guessType } from './guess-fields.ts';

const delimiters = [',', ';', '\t', '|', '~', '^'] as const;

export interface GuessedTable {
  readonly delimiter: string;
  readonly header: boolean;
  readonly columns: readonly { readonly from: string | number; readonly values: readonly string[] }[];
}

/** The delimiter that gives most lines the same number of columns, more than one; `null` when none does. */
export function guessCsv(text: string): GuessedTable | null {
  let best: { delimiter: string; table: readonly (readonly string[])[]; width: number } | null = null;
  for (const delimiter of delimiters) {
    const table = cellsOf(text, delimiter);
    const width = mostCommon(table.map(({ length }) => length));
    const same = table.filter(({ length }) => length === width).length;
    if (width > 1 && same >= table.length * 0.8 && width > (best?.width ?? 1))
      best = { delimiter, table: table.filter(({ length }) => length === width), width };
  }
  if (!best) return null;
  const [first = [], ...others] = best.table;
  const header = isHeader(first, others);
  const rows = header ? others : best.table;
  const columns = first.map((heading, index) => ({ from: header ? heading.trim() : index + 1, values: rows.map((row) => row[index] ?? '') }));
  return { delimiter: best.delimiter, header, columns };
}

/** Headings are there, each once, and are no values: no column has a type that its heading fits too. */
function isHeader(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const names = first.map((name) => name.trim());
  if (names.includes('') || new Set(names).size < names.length || names.some((name) => guessType([name]).type !== undefined || /^\d+$/.test(name)))
    return false;
  return others.length > 0 || names.every((name) => /\p{L}/u.test(name));
}

function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  const parser = new CsvRecords({
    delimiter,
    quote: '"',
    skipLines: 0,
    maxRow: 65_536,
    record: (cells) => void rows.push(cells),
    broken: (_why, line) => void rows.push(line.split(delimiter)),
  });
  parser.push(text);
  return rows;
}

function mostCommon(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
}
