/** Why a call did not get its turn. */
export type NoTurn = 'full' | 'late' | 'gone';

interface Waiting {
  readonly go: () => void;
}

/** Turns of one system: a number of calls at once, a number that may wait, in the order they came. */
export class CallQueue {
  #running = 0;
  readonly #waiting = new Set<Waiting>();

  /** Calls that run and calls that wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.size };
  }

  /**
   * Waits for a turn; the caller gives it back by `leave`. The bounds are those of the definition now.
   * @returns `full` at once when too many wait, `late` at `deadlineAt` (milliseconds since the epoch), `gone` when `signal` aborts
   */
  async enter(bounds: { readonly atOnce: number; readonly queued: number }, deadlineAt: number, signal?: AbortSignal): Promise<'turn' | NoTurn> {
    if (signal?.aborted) return 'gone';
    if (this.#running < bounds.atOnce && this.#waiting.size === 0) {
      this.#running += 1;
      return 'turn';
    }
    if (this.#waiting.size >= bounds.queued) return 'full';
    return new Promise((resolve) => {
      const end = (how: 'turn' | NoTurn) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
        this.#waiting.delete(waiting);
        resolve(how);
      };
      const waiting: Waiting = { go: () => end('turn') };
      const gone = () => end('gone');
      const timer = setTimeout(() => end('late'), Math.max(0, deadlineAt - Date.now()));
      signal?.addEventListener('abort', gone, { once: true });
      this.#waiting.add(waiting);
    });
  }

  /** Gives a turn back; the first of those that wait gets it. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next.go();
    else this.#running -= 1;
  }
}
