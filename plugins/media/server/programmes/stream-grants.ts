import { timingSafeEqual } from 'node:crypto';
import type { Seals } from '@amanah/plugin-api';

const purpose = 'stream-grant';
/** Characters of a signature: 192 bits. */
const signatureLength = 32;

/** Signed permissions to read the stream of one programme until a moment, carried in an address: for players and devices that have no session. */
export class StreamGrants {
  readonly #seals: Pick<Seals, 'digest'>;
  readonly #now: () => number;

  constructor(seals: Pick<Seals, 'digest'>, now: () => number = Date.now) {
    this.#seals = seals;
    this.#now = now;
  }

  /** A grant for so many seconds from now. */
  make(programme: string, seconds: number): string {
    const until = Math.floor(this.#now() / 1_000 + seconds).toString(36);
    return `${until}.${this.#signature(programme, until)}`;
  }

  /** Whether the grant was made here for this programme and still holds. */
  holds(programme: string, grant: string): boolean {
    const [until = '', given = ''] = grant.split('.');
    const right = Buffer.from(this.#signature(programme, until));
    const shown = Buffer.from(given);
    return shown.length === right.length && timingSafeEqual(shown, right) && Number.parseInt(until, 36) * 1_000 > this.#now();
  }

  #signature(programme: string, until: string): string {
    return this.#seals.digest(purpose, `${programme} ${until}`).slice(0, signatureLength);
  }
}
