import { abortedError } from './sql-fault.ts';
import type { Session } from './dialects/dialect.ts';

/** A session nobody asked for is given back to the server after so long. */
const keptMs = 30_000;

export interface Lease {
  readonly session: Session;
  /** It served a call before, so the server may have ended it meanwhile. */
  readonly reused: boolean;
}

interface Idle {
  readonly session: Session;
  readonly readOnly: boolean;
  readonly timer: NodeJS.Timeout;
}

/** Sessions of one system: at most `atOnce`, reads and writes apart, kept for a while after use. */
export class SessionPool {
  readonly #open: (readOnly: boolean, signal: AbortSignal) => Promise<Session>;
  readonly #atOnce: number;
  readonly #keptMs: number;
  readonly #idle: Idle[] = [];
  readonly #busy = new Set<Session>();
  readonly #waiting: (() => void)[] = [];
  readonly #leaving = new Set<Promise<void>>();
  #opening = 0;

  constructor(open: (readOnly: boolean, signal: AbortSignal) => Promise<Session>, atOnce: number, idleMs = keptMs) {
    this.#open = open;
    this.#atOnce = atOnce;
    this.#keptMs = idleMs;
  }

  /** A session, kept or new; `fresh` asks for a new one. @throws AdapterError, or what opening throws */
  async take(readOnly: boolean, signal: AbortSignal, fresh = false): Promise<Lease> {
    while (this.#opening + this.#busy.size >= this.#atOnce) await this.#turn(signal);
    const kept = fresh ? undefined : this.#keptFor(readOnly);
    if (kept) {
      this.#busy.add(kept);
      return { session: kept, reused: true };
    }
    const [oldest] = this.#idle;
    if (oldest && this.#opening + this.#busy.size + this.#idle.length >= this.#atOnce) this.#retire(oldest);
    this.#opening++;
    try {
      const session = await this.#open(readOnly, signal);
      this.#busy.add(session);
      return { session, reused: false };
    } catch (error) {
      if (signal.aborted) throw abortedError(signal, 'no');
      throw error;
    } finally {
      this.#opening--;
      if (this.#opening + this.#busy.size < this.#atOnce) this.#waiting.shift()?.();
    }
  }

  /** Takes a session back, to be used again; one that was dropped already stays so. */
  give({ session }: Lease, readOnly: boolean): void {
    if (!this.#busy.delete(session)) return;
    if (session.alive) {
      const idle: Idle = { session, readOnly, timer: setTimeout(() => this.#retire(idle), this.#keptMs).unref() };
      this.#idle.push(idle);
    } else session.destroy();
    this.#waiting.shift()?.();
  }

  /** Ends a session of which nobody knows what it still does: the server is told to stop, then it is torn down. */
  drop({ session }: Lease): void {
    if (!this.#busy.delete(session)) return;
    this.#leave(session.cancel().finally(() => session.destroy()));
    this.#waiting.shift()?.();
  }

  async close(): Promise<void> {
    for (let one = this.#idle[0]; one; one = this.#idle[0]) this.#retire(one);
    for (const session of this.#busy) session.destroy();
    this.#busy.clear();
    await Promise.allSettled(this.#leaving);
  }

  #keptFor(readOnly: boolean): Session | undefined {
    for (;;) {
      const at = this.#idle.findLastIndex((one) => one.readOnly === readOnly);
      const [found] = at < 0 ? [] : this.#idle.splice(at, 1);
      if (!found) return undefined;
      clearTimeout(found.timer);
      if (found.session.alive) return found.session;
      found.session.destroy();
    }
  }

  #retire(one: Idle): void {
    this.#idle.splice(this.#idle.indexOf(one), 1);
    clearTimeout(one.timer);
    this.#leave(one.session.end());
  }

  #leave(ending: Promise<void>): void {
    const left = ending.catch(() => {}).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const give = () => void reject(abortedError(signal, 'no'));
    if (signal.aborted) throw abortedError(signal, 'no');
    signal.addEventListener('abort', give, { once: true });
    this.#waiting.push(resolve);
    try {
      await promise;
    } catch (error) {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      throw error;
    } finally {
      signal.removeEventListener('abort', give);
    }
  }
}
