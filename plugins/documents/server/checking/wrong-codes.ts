import { AmanahError } from '@amanah/errors';

const tries = 30;
const windowMs = 600_000;
const mostNetworks = 10_000;

/**
 * Counts codes that were none, by the network they came from: whoever tries many codes is told to wait, and whoever checks documents that are there never is. A code
 * has 50 bits, so this is against noise, not against luck; each web process counts for itself.
 */
export class WrongCodes {
  readonly #counts = new Map<string, { count: number; readonly until: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws HTTP_RATE_LIMITED */
  assertWithin(network: string): void {
    const counted = this.#counts.get(network);
    const left = counted ? counted.until - this.#now() : 0;
    if (counted && left > 0 && counted.count >= tries) throw new AmanahError('HTTP_RATE_LIMITED', { retryAfterSeconds: Math.ceil(left / 1_000) });
  }

  count(network: string): void {
    const now = this.#now();
    const counted = this.#counts.get(network);
    if (counted && counted.until > now) counted.count++;
    else {
      this.#counts.delete(network);
      this.#counts.set(network, { count: 1, until: now + windowMs });
    }
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostNetworks && oldest !== undefined) this.#counts.delete(oldest);
  }
}
