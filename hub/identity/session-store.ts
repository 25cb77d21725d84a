import type { IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import { delegationOf, type Capacity } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Queryable, Store } from '../store/contract.ts';
import type { Session } from './contract.ts';
import { oneFactor, twoFactors } from './assurance.ts';
import { deviceLabel } from './device-label.ts';
import { hashToken, newToken } from './random-token.ts';

/** Notification by which replicas tell each other that a session has ended. */
export const revokedChannel = 'hub_session_revoked';

/** Notification by which replicas tell each other that what they remember of a session no longer holds. */
export const changedChannel = 'hub_session_changed';

/** Notification by which replicas tell each other that the delegation is over under which a session acted. */
export const undelegatedChannel = 'hub_session_undelegated';

/** By what somebody proved who they are; codes come after a password. */
export type SignInMethod = 'password' | 'totp' | 'email' | 'recovery-code' | 'passkey' | 'national';

export interface NewSession {
  readonly personId: string;
  readonly method: SignInMethod;
  readonly request: IncomingMessage;
  readonly address: string;
}

interface SessionRow {
  id: string;
  person_id: string;
  username: string | null;
  name_ar: string;
  name_en: string;
  capacity_id: string;
  capacity: Capacity;
  acr: string;
  authenticated_at: Date;
  created_at: Date;
  last_seen_at: Date;
  absolute_expires_at: Date;
  holdings: { role: string; unit: string }[] | null;
  /** The delegation that it acts under is no longer in force; null where it acts under none. */
  undelegated: boolean | null;
}

/** A password alone is one factor; all else is asked after one, or verifies the person by itself (national identity, passkey). */
export function acrOf(method: SignInMethod): string {
  return method === 'password' ? oneFactor : twoFactors;
}

/** Sessions in the store; every change is one statement. */
export class PostgresSessionStore {
  readonly #db: Queryable;
  readonly #config: Pick<HubConfig, 'session'>;
  readonly #access: Pick<Access, 'grantsOf'>;
  readonly #store: Pick<Store, 'notify'>;

  constructor(store: Store, config: Pick<HubConfig, 'session'>, access: Pick<Access, 'grantsOf'>) {
    this.#db = store.hub;
    this.#store = store;
    this.#config = config;
    this.#access = access;
  }

  /** Makes a session with a token of its own: a token from before the sign-in is never taken over (session fixation). */
  async create({ personId, method, request, address }: NewSession): Promise<string> {
    const { token, hash } = newToken();
    await this.#db.query(
      `INSERT INTO hub.session (token_hash, person_id, capacity, method, acr, device, address, absolute_expires_at)
       VALUES ($1, $2, '{"kind":"self"}', $3, $4, $5, $6, now() + make_interval(secs => $7))`,
      [hash, personId, method, acrOf(method), deviceLabel(request.headers['user-agent']), address, this.#config.session.absoluteHours * 3_600],
    );
    return token;
  }

  /**
   * Records that the person of a session proved again who they are: fresh, and stronger when the proof was. The token changes too, so that
   * one taken from before is worth nothing (session fixation).
   */
  async raise(sessionId: string, method: SignInMethod): Promise<string> {
    const { token, hash } = newToken();
    await this.#db.query(
      `UPDATE hub.session SET token_hash = $2, acr = greatest(acr, $3), method = CASE WHEN acr < $3 THEN $4 ELSE method END,
         authenticated_at = now(), last_seen_at = now() WHERE id = $1`,
      [sessionId, hash, acrOf(method), method],
    );
    await this.#store.notify(changedChannel, sessionId);
    return token;
  }

  /** Takes a delegation away from the sessions that act under it: they go on as the persons themselves. */
  async leaveDelegation(id: string): Promise<void> {
    const rows = await this.#db.query<{ id: string }>(
      `UPDATE hub.session SET capacity_id = 'self', capacity = '{"kind":"self"}'
       WHERE coalesce(capacity->>'delegationId', capacity->'delegation'->>'id') = $1 AND revoked_at IS NULL RETURNING id`,
      [id],
    );
    for (const session of rows) for (const channel of [changedChannel, undelegatedChannel]) await this.#store.notify(channel, session.id);
  }

  /** Takes capacities that a person no longer has away from their sessions: these go on as the person themself. */
  async leaveLostCapacities(personId: string): Promise<void> {
    const rows = await this.#db.query<{ id: string }>(
      `UPDATE hub.session s SET capacity_id = 'self', capacity = '{"kind":"self"}'
       WHERE s.person_id = $1 AND s.revoked_at IS NULL AND split_part(s.capacity_id, ':', 1) IN ('official', 'agent', 'government')
         AND NOT EXISTS (SELECT 1 FROM hub.affiliation a WHERE a.person_id = s.person_id AND a.capacity_id = split_part(s.capacity_id, '/', 1)) RETURNING s.id`,
      [personId],
    );
    for (const { id } of rows) await this.#store.notify(changedChannel, id);
  }

  async byToken(token: string): Promise<Session | null> {
    return this.#find('s.token_hash = $1', hashToken(token));
  }

  async bySystemToken(token: string, systemId: string): Promise<Session | null> {
    const [row] = await this.#db.query<{ session_id: string }>(
      'SELECT session_id FROM hub.system_session WHERE token_hash = $1 AND system_id = $2',
      [hashToken(token), systemId],
      'system-session',
    );
    return row ? this.byId(row.session_id) : null;
  }

  async byId(id: string): Promise<Session | null> {
    return this.#find('s.id = $1', id);
  }

  async touch(sessionId: string): Promise<void> {
    await this.#db.query('UPDATE hub.session SET last_seen_at = now() WHERE id = $1 AND revoked_at IS NULL', [sessionId], 'session-touch');
  }

  async chooseCapacity(sessionId: string, capacityId: string, capacity: Capacity): Promise<void> {
    await this.#db.query('UPDATE hub.session SET capacity_id = $2, capacity = $3 WHERE id = $1', [sessionId, capacityId, JSON.stringify(capacity)]);
    await this.#store.notify(changedChannel, sessionId);
  }

  /** Ends sessions and everything that hangs on them; tells every replica. Returns those that were still open. */
  async revoke(where: { readonly sessionId?: string; readonly personId?: string; readonly exceptId?: string }): Promise<string[]> {
    const rows = await this.#db.query<{ id: string }>(
      `UPDATE hub.session SET revoked_at = now() WHERE revoked_at IS NULL AND (id = $1::uuid OR person_id = $2::uuid) AND id IS DISTINCT FROM $3::uuid RETURNING id`,
      [where.sessionId ?? null, where.personId ?? null, where.exceptId ?? null],
    );
    const ids = rows.map(({ id }) => id);
    await this.#db.query('DELETE FROM hub.system_session WHERE session_id = ANY($1)', [ids]);
    await this.#db.query('DELETE FROM hub.ticket WHERE session_id = ANY($1)', [ids]);
    for (const id of ids) await this.#store.notify(revokedChannel, id);
    return ids;
  }

  async issueTicket(sessionId: string, systemId: string, request: IncomingMessage): Promise<string> {
    const { token, hash } = newToken();
    await this.#db.query(`INSERT INTO hub.ticket VALUES ($1, $2, $3, $4, now() + interval '30 seconds')`, [hash, sessionId, systemId, browserHash(request)]);
    return token;
  }

  /** Takes a ticket once, on its own host and in the browser it was made for, and opens the host's session. */
  async redeemTicket(ticket: string, systemId: string, request: IncomingMessage): Promise<{ session: Session; token: string } | null> {
    const [row] = await this.#db.query<{ session_id: string }>(
      'DELETE FROM hub.ticket WHERE token_hash = $1 AND system_id = $2 AND browser_hash = $3 AND expires_at > now() RETURNING session_id',
      [hashToken(ticket), systemId, browserHash(request)],
    );
    const session = row ? await this.byId(row.session_id) : null;
    if (!session) return null;
    const { token, hash } = newToken();
    await this.#db.query('INSERT INTO hub.system_session VALUES ($1, $2, $3)', [hash, session.id, systemId]);
    return { session, token };
  }

  async markReached(sessionId: string, systemId: string): Promise<void> {
    await this.#db.query('INSERT INTO hub.session_reached VALUES ($1, $2) ON CONFLICT DO NOTHING', [sessionId, systemId]);
  }

  async reached(sessionIds: readonly string[]): Promise<{ sessionId: string; systemId: string }[]> {
    return this.#db.query('SELECT session_id AS "sessionId", system_id AS "systemId" FROM hub.session_reached WHERE session_id = ANY($1)', [sessionIds]);
  }

  async #find(condition: 's.token_hash = $1' | 's.id = $1', value: Buffer | string): Promise<Session | null> {
    const [row] = await this.#db.query<SessionRow>(
      `SELECT s.id, s.person_id, p.username, p.name_ar, p.name_en, s.capacity_id, s.capacity, s.acr, s.authenticated_at, s.created_at, s.last_seen_at, s.absolute_expires_at,
         (SELECT jsonb_agg(jsonb_build_object('role', h.role, 'unit', h.unit)) FROM hub.role_holding h WHERE h.person_id = s.person_id AND h.capacity_id = split_part(s.capacity_id, '/', 1)) AS holdings,
         (SELECT d.ended_at IS NOT NULL OR d.accepted_at IS NULL OR d.expires_at <= now() FROM hub.delegation d
          WHERE d.id = coalesce(s.capacity->>'delegationId', s.capacity->'delegation'->>'id')) AS undelegated
       FROM hub.session s JOIN hub.person p ON p.id = s.person_id
       WHERE ${condition} AND s.revoked_at IS NULL AND s.absolute_expires_at > now() AND s.last_seen_at > now() - make_interval(secs => $2)`,
      [value, this.#config.session.idleMinutes * 60],
      condition === 's.id = $1' ? 'session-by-id' : 'session-by-token',
    );
    return row ? this.#sessionOf(row) : null;
  }

  #sessionOf(stored: SessionRow): Session {
    const row =
      stored.undelegated === true || hasRunOut(stored.capacity)
        ? { ...stored, capacity_id: 'self', capacity: { kind: 'self' } as const, holdings: [] }
        : stored;
    return {
      id: row.id,
      actor: {
        person: { type: 'person', id: row.person_id, name: { ar: row.name_ar, en: row.name_en } },
        username: row.username ?? row.person_id,
        capacityId: row.capacity_id,
        capacity: row.capacity,
        grants: this.#access.grantsOf(row.holdings ?? []),
        roles: row.holdings ?? [],
        acr: row.acr,
        authTime: Math.floor(row.authenticated_at.getTime() / 1_000),
        sessionId: row.id,
      },
      createdAt: row.created_at,
      idleExpiresAt: new Date(row.last_seen_at.getTime() + this.#config.session.idleMinutes * 60_000),
      absoluteExpiresAt: row.absolute_expires_at,
    };
  }
}

/** A delegation ends by itself at its term, also in the middle of a session. */
function hasRunOut(capacity: Capacity, now = Date.now()): boolean {
  const delegation = delegationOf(capacity);
  return delegation !== null && Date.parse(delegation.expiresAt) <= now;
}

function browserHash(request: IncomingMessage): Buffer {
  return createHash('sha256')
    .update(`${request.headers['user-agent'] ?? ''}\n${request.headers['accept-language'] ?? ''}`)
    .digest();
}
