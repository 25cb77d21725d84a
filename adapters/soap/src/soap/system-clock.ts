/** The clock of a system as far as it is known: ours, moved when the system finds that we are too early or too late. */
export class SystemClock {
  readonly #mostMs: number;
  #offsetMs = 0;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Moves to what the system says in its `Date` header. @returns whether that changes anything worth another try */
  follow(dateHeader: string | undefined): boolean {
    const theirs = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
    const offset = theirs - Date.now();
    if (Number.isNaN(offset) || Math.abs(offset) > this.#mostMs || Math.abs(offset - this.#offsetMs) < 2_000) return false;
    this.#offsetMs = offset;
    return true;
  }
}
