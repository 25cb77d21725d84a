import type { Field, KindOf } from '../kind.ts';
import { LineRows } from './line-rows.ts';
import { type Emit, type RawRow, type RowParser, reason, unreadable } from './raw-row.ts';

const maxDepth = 64;

/** JSON lines: one value a line. */
export function jsonLineRows({ fields }: Pick<KindOf<'jsonl'>, 'fields'>, maxRow: number, emit: Emit): RowParser {
  return new LineRows({ skipLines: 0, maxRow, emit, read: (line) => valuesOf(fields, line) });
}

/** A JSON array of rows, at the top or below names; its rows are read one by one, whatever its size. */
export class JsonRows implements RowParser {
  readonly #fields: Readonly<Record<string, Field>>;
  readonly #path: readonly string[];
  readonly #emit: Emit;
  readonly #maxRow: number;
  /** Containers that are open, with the name under which each lies in the one around it. */
  readonly #open: { readonly array: boolean; readonly name: string }[] = [];
  #inString = false;
  #escaped = false;
  /** The string that is being read, where it may be a name that leads to the rows. */
  #name = '';
  #lastName = '';
  #row: string | null = null;
  #rowDepth = 0;
  #rowLine = 1;
  #tooLong = false;
  #line = 1;
  #found = false;

  constructor({ fields, rows }: Pick<KindOf<'json'>, 'fields' | 'rows'>, maxRow: number, emit: Emit) {
    this.#fields = fields;
    this.#path = rows === '' ? [] : rows.split('.');
    this.#maxRow = maxRow;
    this.#emit = emit;
  }

  push(text: string): void {
    let rowFrom = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at]!;
      if (char === '\n') this.#line += 1;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (char === '\\') this.#escaped = true;
        else if (char === '"') {
          this.#inString = false;
          this.#lastName = this.#name;
        }
        if (this.#inString && this.#row === null && this.#name.length < 200) this.#name += char;
        continue;
      }
      if (char === ' ' || char === '\n' || char === '\r' || char === '\t') continue;
      if (this.#row === null && this.#inRows() && char !== ']' && char !== ',') {
        this.#row = '';
        this.#rowDepth = this.#open.length;
        this.#rowLine = this.#line;
        this.#tooLong = false;
        rowFrom = at;
      }
      if (this.#row !== null && this.#open.length === this.#rowDepth && (char === ',' || char === ']')) {
        this.#keep(text.slice(rowFrom, at));
        this.#endRow();
      }
      if (char === '"') {
        this.#inString = true;
        this.#name = '';
      } else if (char === '{' || char === '[') this.#enter(char === '[');
      else if (char === '}' || char === ']') this.#leave(char === ']');
    }
    if (this.#row !== null) this.#keep(text.slice(rowFrom));
  }

  end(): void {
    if (this.#open.length > 0 || this.#inString) throw unreadable('the file ends in the middle of the JSON');
    if (!this.#found) throw unreadable(this.#path.length === 0 ? 'the file is no JSON array' : `there is no array at ${this.#path.join('.')}`);
  }

  /** Whether the array that is open last is the one that holds the rows. */
  #inRows(): boolean {
    return this.#open.length === this.#path.length + 1 && this.#open.at(-1)!.array && this.#path.every((name, index) => this.#open[index + 1]!.name === name);
  }

  #enter(array: boolean): void {
    if (this.#open.length >= maxDepth) throw unreadable(`the JSON is more than ${maxDepth} levels deep`);
    const inArray = this.#open.at(-1)?.array ?? true;
    this.#open.push({ array, name: inArray ? '' : this.#lastName });
    this.#found ||= this.#row === null && this.#inRows();
  }

  #leave(array: boolean): void {
    if (this.#open.pop()?.array !== array) throw unreadable(`the brackets of the JSON do not match (line ${this.#line})`);
  }

  #keep(part: string): void {
    if (this.#tooLong) return;
    this.#row += part;
    if (this.#row!.length > this.#maxRow) this.#tooLong = true;
  }

  #endRow(): void {
    const text = this.#row!.trimEnd();
    this.#row = null;
    const row = this.#tooLong ? { values: null, reasons: [reason('', `at most ${this.#maxRow} characters`, 'more')] } : valuesOf(this.#fields, text);
    this.#emit({ line: this.#rowLine, text: text.slice(0, this.#maxRow), ...row });
  }
}

function valuesOf(fields: Readonly<Record<string, Field>>, text: string): Pick<RawRow, 'values' | 'reasons'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { values: null, reasons: [reason('', 'JSON', text)] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { values: null, reasons: [reason('', 'a JSON object', text)] };
  return { values: Object.entries(fields).map(([name, { from }]) => valueAt(value, String(from ?? name))), reasons: [] };
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
