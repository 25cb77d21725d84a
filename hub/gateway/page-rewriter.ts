import { Transform, type TransformCallback } from 'node:stream';
import type { AddressMap } from './address-map.ts';

/** Beyond this much text without a body tag the page is passed on without the bar. */
const maxSearched = 262_144;

/**
 * Maps inner addresses and puts the bar after `<body …>` while a page streams through. It works on bytes: addresses, tags and the bar are pure
 * ASCII, so pages in Windows-1256 or any ASCII-based encoding keep every other byte. Holds back at most one address or one tag.
 */
export class PageRewriter extends Transform {
  readonly #addresses: AddressMap;
  #bar: string | null;
  #held = '';
  #searched = 0;

  /** @param bar HTML in pure ASCII, or `null` for no bar */
  constructor(addresses: AddressMap, bar: string | null) {
    super();
    if (bar && /[^\x00-\x7f]/.test(bar)) throw new RangeError('the bar must be pure ASCII');
    this.#addresses = addresses;
    this.#bar = bar;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held += chunk.toString('latin1');
    this.#insertBar();
    // What may be the beginning of an address, or of the body tag, waits for the next chunk.
    const tag = this.#bar ? this.#held.lastIndexOf('<') : -1;
    const edge = Math.max(0, this.#held.length - this.#addresses.longest);
    const keepFrom = tag >= 0 && this.#held.length - tag < 65_536 && !this.#held.slice(tag).includes('>') ? Math.min(tag, edge) : edge;
    const safe = safeEdge(this.#held, keepFrom);
    const ready = this.#held.slice(0, safe);
    this.#held = this.#held.slice(safe);
    if (ready) this.push(Buffer.from(this.#addresses.text(ready), 'latin1'));
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#insertBar();
    if (this.#held) this.push(Buffer.from(this.#addresses.text(this.#held), 'latin1'));
    done();
  }

  #insertBar(): void {
    if (!this.#bar) return;
    const found = /<body(?:\s[^>]*)?>/i.exec(this.#held);
    if (found) {
      const at = found.index + found[0].length;
      this.#held = this.#held.slice(0, at) + this.#bar + this.#held.slice(at);
      this.#bar = null;
      return;
    }
    this.#searched += this.#held.length;
    if (this.#searched > maxSearched) this.#bar = null;
  }
}

/** Moves a cut backwards so that it does not split an address: to after the last character that cannot be part of one. */
function safeEdge(text: string, edge: number): number {
  let at = edge;
  while (at > 0 && edge - at < 300 && /[\w.:/\\@-]/.test(text[at - 1] ?? '')) at--;
  return edge - at >= 300 ? edge : at;
}
