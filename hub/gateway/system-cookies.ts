import { randomUUID } from 'node:crypto';
import type { Secret } from '../config/secret.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { Store } from '../store/contract.ts';

/** Notification by which replicas tell each other that the cookies of a session at a system have changed. */
const channel = 'hub_system_cookies';

export interface KeptCookies {
  readonly state: string;
  readonly signedInAt: number;
}

/** Cookies that systems gave to people's sessions, sealed in the store: every replica goes on with the same session at the system. */
export class SystemCookieStore {
  readonly #store: Store;
  readonly #key: Secret;
  readonly #replica = randomUUID();

  constructor(store: Store, key: Secret) {
    this.#store = store;
    this.#key = key;
  }

  async read(sessionId: string, systemId: string): Promise<KeptCookies | null> {
    const [row] = await this.#store.hub.query<{ sealed: string; signed_in_at: Date }>(
      'SELECT sealed, signed_in_at FROM hub.system_cookies WHERE session_id = $1 AND system_id = $2',
      [sessionId, systemId],
    );
    return row ? { state: unseal(this.#key, purpose(sessionId, systemId), row.sealed), signedInAt: row.signed_in_at.getTime() } : null;
  }

  async keep(sessionId: string, systemId: string, { state, signedInAt }: KeptCookies): Promise<void> {
    await this.#store.hub.query(
      `INSERT INTO hub.system_cookies (session_id, system_id, sealed, signed_in_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (session_id, system_id) DO UPDATE SET sealed = $3, signed_in_at = $4, changed_at = now()`,
      [sessionId, systemId, seal(this.#key, purpose(sessionId, systemId), state), new Date(signedInAt)],
    );
    await this.#store.notify(channel, `${this.#replica} ${sessionId} ${systemId}`);
  }

  async forget(sessionId: string, systemId: string): Promise<void> {
    await this.#store.hub.query('DELETE FROM hub.system_cookies WHERE session_id = $1 AND system_id = $2', [sessionId, systemId]);
    await this.#store.notify(channel, `${this.#replica} ${sessionId} ${systemId}`);
  }

  /** Removes what belongs to sessions that have ended by themselves; the system's own time limit ends its part. */
  async sweep(): Promise<void> {
    await this.#store.hub.query(
      `DELETE FROM hub.system_cookies c USING hub.session s
       WHERE s.id = c.session_id AND (s.absolute_expires_at < now() OR s.revoked_at < now() - interval '1 minute')`,
    );
  }

  /** Calls back when another replica changed or forgot cookies. Returns how to stop. */
  onChange(handle: (sessionId: string, systemId: string) => void): Promise<() => Promise<void>> {
    return this.#store.listen(channel, (payload) => {
      const [replica = '', sessionId = '', systemId = ''] = payload.split(' ');
      if (replica !== this.#replica) handle(sessionId, systemId);
    });
  }
}

function purpose(sessionId: string, systemId: string): string {
  return `system-cookies/${systemId}/${sessionId}`;
}
