import { type Emit, type RawRow, type RowParser, reason } from './raw-row.ts';

/** Takes a line apart; `null` leaves it out. */
export type ReadLine = (line: string) => Pick<RawRow, 'values' | 'reasons'> | null;

/** Text by lines; a line over the limit is rejected without being kept. */
export class LineRows implements RowParser {
  readonly #emit: Emit;
  readonly #maxRow: number;
  readonly #read: ReadLine;
  #rest = '';
  #line = 1;
  #skip: number;
  #skippingLine = false;

  constructor(options: { readonly skipLines: number; readonly maxRow: number; readonly emit: Emit; readonly read: ReadLine }) {
    this.#skip = options.skipLines;
    this.#maxRow = options.maxRow;
    this.#emit = options.emit;
    this.#read = options.read;
  }

  push(text: string): void {
    const all = this.#rest + text;
    let at = 0;
    for (let feed = all.indexOf('\n'); feed >= 0; feed = all.indexOf('\n', at)) {
      this.#take(all.slice(at, feed));
      at = feed + 1;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length <= this.#maxRow) return;
    if (!this.#skippingLine) this.#tooLong(this.#rest.slice(0, this.#maxRow));
    this.#skippingLine = true;
    this.#rest = '';
  }

  end(): void {
    if (this.#rest !== '') this.#take(this.#rest);
  }

  #take(withReturn: string): void {
    const line = withReturn.endsWith('\r') ? withReturn.slice(0, -1) : withReturn;
    if (this.#skippingLine) this.#skippingLine = false;
    else if (this.#skip > 0) this.#skip -= 1;
    else if (line.length > this.#maxRow) this.#tooLong(line);
    else if (line.trim() !== '') {
      const row = this.#read(line);
      if (row) this.#emit({ line: this.#line, text: line, ...row });
    }
    this.#line += 1;
  }

  #tooLong(text: string): void {
    this.#emit({ line: this.#line, text, values: null, reasons: [reason('', `at most ${this.#maxRow} characters`, 'more')] });
  }
}
