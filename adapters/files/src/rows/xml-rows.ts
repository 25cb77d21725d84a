import { SaxesParser } from 'saxes';
import type { KindOf } from '../kind.ts';
import { type Emit, type Reason, type RowParser, reason, unreadable } from './raw-row.ts';

const maxDepth = 64;

/** XML without DTD: elements of one path are rows, elements and attributes below them their values. Namespaces do not count. */
export class XmlRows implements RowParser {
  readonly #parser = new SaxesParser();
  readonly #kind: KindOf<'xml'>;
  readonly #emit: Emit;
  readonly #maxRow: number;
  readonly #open: string[] = [];
  readonly #fieldPaths: readonly string[];
  #row: { readonly depth: number; readonly line: number; readonly values: Map<string, string>; readonly reasons: Reason[] } | null = null;
  /** What was read since the row began, for those who look at rejected ones. */
  #held = '';
  #heldFrom = 0;
  #pushed = 0;
  #text = '';

  constructor(kind: KindOf<'xml'>, maxRow: number, emit: Emit) {
    this.#kind = kind;
    this.#emit = emit;
    this.#maxRow = maxRow;
    this.#fieldPaths = Object.entries(kind.fields).map(([name, { from }]) => String(from ?? name));
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw unreadable(`no well-formed XML (${error.message.slice(0, 300)})`);
    });
    parser.on('doctype', () => {
      throw unreadable('the XML has a document type, which is not read');
    });
    parser.on('opentag', ({ name, attributes }) => this.#enter(localName(name), attributes));
    parser.on('closetag', () => this.#leave());
    const addText = (text: string) => {
      if (!this.#row) return;
      if (this.#text.length + text.length > this.#maxRow) throw unreadable(`a value is longer than ${this.#maxRow} characters (line ${parser.line})`);
      this.#text += text;
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
  }

  push(text: string): void {
    if (this.#row) {
      this.#held += text;
      if (this.#held.length > this.#maxRow + text.length) throw unreadable(`a row is longer than ${this.#maxRow} characters (line ${this.#row.line})`);
    } else {
      this.#held = text;
      this.#heldFrom = this.#pushed;
    }
    this.#pushed += text.length;
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
  }

  #enter(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#open.push(name);
    if (this.#open.length > maxDepth) throw unreadable(`the XML is more than ${maxDepth} levels deep`);
    this.#text = '';
    if (!this.#row && this.#open.join('/') === this.#kind.row) {
      this.#row = { depth: this.#open.length, line: this.#parser.line, values: new Map(), reasons: [] };
      // The tag that begins the row has been read already.
      const from = Math.max(0, this.#held.lastIndexOf('<', this.#parser.position - this.#heldFrom - 1));
      this.#held = this.#held.slice(from);
      this.#heldFrom += from;
    }
    if (!this.#row) return;
    const path = this.#open.slice(this.#row.depth).join('/');
    for (const [attribute, value] of Object.entries(attributes))
      this.#value(path === '' ? `@${localName(attribute)}` : `${path}/@${localName(attribute)}`, value);
  }

  #leave(): void {
    const row = this.#row;
    if (row) {
      const path = this.#open.slice(row.depth).join('/');
      if (path !== '') this.#value(path, this.#text);
      this.#text = '';
    }
    this.#open.pop();
    if (!row || this.#open.length >= row.depth) return;
    const to = this.#parser.position - this.#heldFrom;
    const text = this.#held.slice(0, to);
    this.#held = this.#held.slice(to);
    this.#heldFrom += to;
    this.#row = null;
    this.#emit({
      line: row.line,
      text,
      values: row.reasons.length > 0 ? null : this.#fieldPaths.map((path) => row.values.get(path)),
      reasons: row.reasons,
    });
  }

  #value(path: string, value: string): void {
    if (!this.#row || !this.#fieldPaths.includes(path)) return;
    if (this.#row.values.has(path)) this.#row.reasons.push(reason(path, 'once', 'more than once'));
    this.#row.values.set(path, value);
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
