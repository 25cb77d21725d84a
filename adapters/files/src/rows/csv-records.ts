import { type Reason, type RowParser, reason } from './raw-row.ts';

interface CsvRecordsOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly skipLines: number;
  /** Characters of one record. */
  readonly maxRow: number;
  readonly record: (cells: readonly string[], text: string, line: number) => void;
  readonly broken: (why: Reason, text: string, line: number) => void;
}

interface Record {
  readonly cells: readonly string[];
  /** Where the next record begins. */
  readonly next: number;
}

/**
 * CSV after RFC 4180 with any delimiter and line ends of either kind. A record that is no CSV costs its first line alone: reading goes on
 * with the next one, so one quote too many does not swallow what follows.
 */
export class CsvRecords implements RowParser {
  readonly #options: CsvRecordsOptions;
  #rest = '';
  #line = 1;
  #skip: number;
  /** In the middle of a line that is over the limit and already rejected. */
  #skippingLine = false;

  constructor(options: CsvRecordsOptions) {
    this.#options = options;
    this.#skip = options.skipLines;
  }

  push(text: string): void {
    this.#rest = this.#take(this.#rest + text, false);
  }

  end(): void {
    this.#take(this.#rest, true);
  }

  /** Takes whole records; what is left is the beginning of one that goes on. */
  #take(text: string, last: boolean): string {
    const { quote, delimiter, maxRow } = this.#options;
    let at = 0;
    let quoteAt = text.indexOf(quote);
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      const lineEnd = feed >= 0 ? feed : text.length;
      if (feed < 0 && !last) {
        if (this.#skippingLine) return '';
        if (text.length - at <= maxRow) return text.slice(at);
        this.#tooLong(text.slice(at, at + maxRow));
        this.#skippingLine = true;
        return '';
      }
      if (this.#skippingLine || this.#skip > 0) {
        if (!this.#skippingLine) this.#skip -= 1;
        this.#skippingLine = false;
        this.#line += 1;
        at = lineEnd + 1;
        continue;
      }
      if (quoteAt >= 0 && quoteAt < at) quoteAt = text.indexOf(quote, at);
      const line = text.slice(at, text[lineEnd - 1] === '\r' && lineEnd > at ? lineEnd - 1 : lineEnd);
      if (line.length > maxRow) this.#tooLong(line);
      else if (quoteAt < 0 || quoteAt > lineEnd) {
        if (line !== '') this.#options.record(line.split(delimiter), line, this.#line);
      } else {
        const record = this.#quoted(text, at, last);
        if (record === 'goes on' && !last && text.length - at <= maxRow) return text.slice(at);
        if (typeof record === 'object') {
          const whole = text.slice(at, record.next).replace(/\r?\n$/, '');
          this.#options.record(record.cells, whole, this.#line);
          this.#line += whole.split('\n').length;
          at = record.next;
          continue;
        }
        this.#options.broken(reason('', `a row with matching ${quote}`, line), line, this.#line);
      }
      this.#line += 1;
      at = lineEnd + 1;
    }
    return '';
  }

  #quoted(text: string, start: number, last: boolean): Record | 'goes on' | 'broken' {
    const { delimiter, quote } = this.#options;
    const cells: string[] = [];
    let at = start;
    for (;;) {
      if (text[at] === quote) {
        let cell = '';
        for (let from = at + 1; ;) {
          const close = text.indexOf(quote, from);
          if (close < 0) return 'goes on';
          // Whether the quote is doubled is known once the next character is.
          if (close + 1 >= text.length && !last) return 'goes on';
          cell += text.slice(from, close);
          at = close + 1;
          if (text[at] !== quote) break;
          cell += quote;
          from = at + 1;
        }
        cells.push(cell);
      } else {
        const to = endOfCell(text, at, delimiter);
        if (to >= text.length && !last) return 'goes on';
        cells.push(text.slice(at, to));
        at = to;
      }
      if (at >= text.length) return last ? { cells, next: at } : 'goes on';
      if (text[at] === delimiter) at += 1;
      else if (text[at] === '\n') return { cells, next: at + 1 };
      else if (text[at] === '\r' && text[at + 1] === '\n') return { cells, next: at + 2 };
      else if (text[at] === '\r' && at + 1 >= text.length) return last ? { cells, next: at + 1 } : 'goes on';
      else return 'broken';
    }
  }

  #tooLong(text: string): void {
    this.#options.broken(reason('', `at most ${this.#options.maxRow} characters`, 'more'), text, this.#line);
  }
}

/** A cell without quotes ends at a delimiter or at the end of its line; the carriage return before a line feed is no part of it. */
function endOfCell(text: string, start: number, delimiter: string): number {
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === delimiter || char === '\n' || (char === '\r' && (text[at + 1] === '\n' || at + 1 >= text.length))) return at;
  }
  return text.length;
}
