/** After this many requests without any answer, one after the other, a system counts as dead. */
const failuresUntilOpen = 3;
/** So long a dead system is not asked; then one request may try. */
const restMs = 5_000;

/** Spares visitors the wait for a dead system: while it is open they are told at once. */
export class Breaker {
  readonly #failures = new Map<string, { count: number; restsUntil: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether a request may go to the system; of the requests after a rest only the first one may, until it has ended. */
  allows(systemId: string): boolean {
    const failed = this.#failures.get(systemId);
    if (!failed || failed.count < failuresUntilOpen) return true;
    if (failed.restsUntil > this.#now()) return false;
    failed.restsUntil = this.#now() + restMs;
    return true;
  }

  /** Systems that count as dead now. */
  open(): readonly string[] {
    return [...this.#failures].filter(([, { count }]) => count >= failuresUntilOpen).map(([id]) => id);
  }

  /** Any answer, also an error of the application, shows that the system lives. */
  answered(systemId: string): void {
    this.#failures.delete(systemId);
  }

  failed(systemId: string): void {
    const count = (this.#failures.get(systemId)?.count ?? 0) + 1;
    this.#failures.set(systemId, { count, restsUntil: this.#now() + restMs });
  }
}
