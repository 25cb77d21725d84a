import type { EventEmitter } from 'node:events';
import type { Session } from '../identity/contract.ts';

/** What still runs for a session: it ends when the session does, on every replica. */
export class SessionEndings {
  readonly #running = new Map<string, { readonly ends: Set<() => void>; readonly atLast: NodeJS.Timeout }>();

  /** @param end called when the session is revoked or reaches its absolute end before `what` has closed */
  add(session: Session | null, what: EventEmitter, end: () => void): void {
    if (!session) return;
    const { id } = session;
    const running = this.#running.get(id) ?? this.#begin(session);
    running.ends.add(end);
    what.once('close', () => {
      running.ends.delete(end);
      if (running.ends.size > 0) return;
      clearTimeout(running.atLast);
      if (this.#running.get(id) === running) this.#running.delete(id);
    });
  }

  #begin({ id, absoluteExpiresAt }: Session) {
    const atLast = setTimeout(() => this.end(id), Math.min(absoluteExpiresAt.getTime() - Date.now(), 2_147_483_647));
    atLast.unref();
    const running = { ends: new Set<() => void>(), atLast };
    this.#running.set(id, running);
    return running;
  }

  end(sessionId: string): void {
    const running = this.#running.get(sessionId);
    this.#running.delete(sessionId);
    clearTimeout(running?.atLast);
    running?.ends.forEach((end) => end());
  }

  endAll(): void {
    for (const id of this.#running.keys()) this.end(id);
  }
}
