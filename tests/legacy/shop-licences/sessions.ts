import { randomBytes } from 'node:crypto';
import type { LegacyUser } from './municipalities.ts';

/** A session of the old system; before sign-in it only holds the form token. */
export interface LegacySession {
  readonly id: string;
  readonly token: string;
  user: LegacyUser | null;
  seenAt: number;
}

/** Sessions in memory, ended after `seconds` without a request. */
export class LegacySessions {
  seconds: number;
  readonly #all = new Map<string, LegacySession>();

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  find(id: string | undefined): LegacySession | null {
    const session = id ? this.#all.get(id) : undefined;
    if (!session) return null;
    if (Date.now() - session.seenAt > this.seconds * 1000) {
      this.#all.delete(session.id);
      return null;
    }
    session.seenAt = Date.now();
    return session;
  }

  start(user: LegacyUser | null): LegacySession {
    const session = { id: randomBytes(12).toString('hex').toUpperCase(), token: randomBytes(16).toString('hex'), user, seenAt: Date.now() };
    this.#all.set(session.id, session);
    return session;
  }

  end(id: string): void {
    this.#all.delete(id);
  }

  /** How many people are signed in now. */
  get signedIn(): number {
    return [...this.#all.values()].filter((one) => one.user !== null).length;
  }
}
