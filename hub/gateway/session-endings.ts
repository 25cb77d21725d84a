import type { EventEmitter } from 'node:events';
import type { Session } from '../identity/contract.ts';

/** What still runs for a session: it ends when the session does, on every replica. */
export class SessionEndings {
  readonly #running = new Map<string, Set<() => void>>();

  /** @param end called when the session is revoked or reaches its absolute end before `what` has closed */
  add(session: Session | null, what: EventEmitter, end: () => void): void {
    if (!session) return;
    const { id, absoluteExpiresAt } = session;
    const ends = this.#running.get(id) ?? new Set();
    this.#running.set(id, ends);
    ends.add(end);
    const atLast = setTimeout(end, Math.min(absoluteExpiresAt.getTime() - Date.now(), 2_147_483_647));
    atLast.unref();
    what.once('close', () => {
      clearTimeout(atLast);
      ends.delete(end);
      if (ends.size === 0 && this.#running.get(id) === ends) this.#running.delete(id);
    });
  }

  end(sessionId: string): void {
    const ends = this.#running.get(sessionId);
    this.#running.delete(sessionId);
    ends?.forEach((end) => end());
  }

  endAll(): void {
    for (const id of this.#running.keys()) this.end(id);
  }
}
