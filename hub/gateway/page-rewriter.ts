import { Transform, type TransformCallback } from 'node:stream';
import type { AddressMap } from './address-map.ts';
import { BodyFinder } from './body-finder.ts';

/**
 * Maps inner addresses and puts the bar at the beginning of the body while a page streams through. It works on bytes: addresses, tags and the
 * bar are pure ASCII, so pages in Windows-1256 or any ASCII-based encoding keep every other byte. Holds back at most one address or one tag.
 */
export class PageRewriter extends Transform {
  readonly #addresses: AddressMap;
  readonly #bar: string;
  #finder: BodyFinder | null;
  #held = '';
  /** How much of what is held the finder is done with. */
  #searched = 0;
  #before = '';

  /** @param bar HTML in pure ASCII, or `null` for no bar */
  constructor(addresses: AddressMap, bar: string | null) {
    super();
    if (bar && /[^\x00-\x7f]/.test(bar)) throw new RangeError('the bar must be pure ASCII');
    this.#addresses = addresses;
    this.#bar = bar ?? '';
    this.#finder = bar ? new BodyFinder() : null;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held += chunk.toString('latin1');
    this.#placeBar();
    const edge = Math.max(0, this.#held.length - this.#addresses.longest);
    this.#pass(this.#finder ? Math.min(edge, this.#searched) : edge);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#placeBar();
    this.#pass(this.#held.length);
    done();
  }

  #placeBar(): void {
    if (!this.#finder) return;
    // A `<` alone may be the beginning of a comment: it takes a few characters more to tell.
    const { at, next, over } = this.#finder.search(this.#held, this.#searched);
    this.#searched = next;
    if (over) this.#finder = null;
    if (at === null) return;
    this.#pass(at);
    this.push(Buffer.from(this.#bar, 'latin1'));
  }

  #pass(until: number): void {
    if (until === 0) return;
    const { mapped, taken } = this.#addresses.take(this.#held, until, this.#before);
    this.#before = this.#held[taken - 1] ?? this.#before;
    this.#held = this.#held.slice(taken);
    this.#searched = Math.max(0, this.#searched - taken);
    this.push(Buffer.from(mapped, 'latin1'));
  }
}
