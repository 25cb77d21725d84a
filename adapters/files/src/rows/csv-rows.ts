import type { KindOf } from '../kind.ts';
import { columnsOf, type SeenHeadings } from './columns.ts';
import { CsvRecords } from './csv-records.ts';
import { type Emit, type RowParser, reason, unreadable } from './raw-row.ts';

/** Rows of a CSV file by its headings, or by the numbers of its columns. */
export class CsvRows implements RowParser {
  readonly #kind: KindOf<'csv'>;
  readonly #emit: Emit;
  readonly #records: CsvRecords;
  readonly #seen: SeenHeadings | undefined;
  #columns: readonly (number | null)[] | null = null;
  #width = 0;

  constructor(kind: KindOf<'csv'>, maxRow: number, emit: Emit, seen?: SeenHeadings) {
    this.#kind = kind;
    this.#emit = emit;
    this.#seen = seen;
    this.#records = new CsvRecords({
      ...kind,
      maxRow,
      record: (cells, text, line) => this.#record(cells, text, line),
      broken: (why, text, line) => emit({ line, text, values: null, reasons: [why] }),
    });
    if (kind.header) return;
    this.#columns = columnsOf(kind.fields, null);
    this.#width = Math.max(...this.#columns.map((at) => (at ?? 0) + 1));
  }

  push(text: string): void {
    this.#records.push(text);
  }

  end(): void {
    this.#records.end();
    if (!this.#columns) throw unreadable('the file has no heading');
  }

  #record(cells: readonly string[], text: string, line: number): void {
    if (!this.#columns) {
      this.#seen?.(cells);
      this.#columns = columnsOf(this.#kind.fields, cells);
      this.#width = cells.length;
      return;
    }
    if (this.#kind.header ? cells.length !== this.#width : cells.length < this.#width) {
      this.#emit({ line, text, values: null, reasons: [reason('', `${this.#width} columns`, `${cells.length} columns`)] });
      return;
    }
    this.#emit({ line, text, values: this.#columns.map((at) => (at === null ? undefined : cells[at])), reasons: [] });
  }
}
