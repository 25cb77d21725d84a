import type Provider from 'oidc-provider';
import type { Grant } from 'oidc-provider';
import type { Db } from '../../store/contract.ts';

interface Bound {
  readonly sessionId: string;
  readonly personId: string;
  readonly clientId: string;
}

/** What clients were allowed, each time under one portal session; and what a person agreed to for clients that must ask. */
export class Grants {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Makes a grant of these scopes, bound to the portal session that it ends with. */
  async create(provider: Provider, bound: Bound, scope: string): Promise<Grant> {
    const grant = new provider.Grant({ accountId: bound.personId, clientId: bound.clientId });
    grant.addOIDCScope(scope);
    const grantId = await grant.save();
    await this.#db.query(
      'INSERT INTO hub.oidc_grant (grant_id, session_id, person_id, client_id) VALUES ($1, $2, $3, $4)',
      [grantId, bound.sessionId, bound.personId, bound.clientId],
      'oidc-grant-add',
    );
    return grant;
  }

  /** Whether a grant was made under this very portal session. */
  async belongsTo(grantId: string, sessionId: string): Promise<boolean> {
    return (await this.sessionOf(grantId)) === sessionId;
  }

  /** The portal session behind a grant. */
  async sessionOf(grantId: string): Promise<string | null> {
    const [row] = await this.#db.query<{ session_id: string }>('SELECT session_id FROM hub.oidc_grant WHERE grant_id = $1', [grantId], 'oidc-grant-session');
    return row?.session_id ?? null;
  }

  /** Whether the portal session behind a grant is still open: not signed out, not idle for too long, not past its end. */
  async sessionLives(grantId: string, idleMinutes: number): Promise<boolean> {
    const [row] = await this.#db.query(
      `SELECT 1 FROM hub.oidc_grant g JOIN hub.session s ON s.id = g.session_id WHERE g.grant_id = $1
         AND s.revoked_at IS NULL AND s.absolute_expires_at > now() AND s.last_seen_at > now() - make_interval(secs => $2)`,
      [grantId, idleMinutes * 60],
      'oidc-grant-lives',
    );
    return row !== undefined;
  }

  /** A person at work in a client keeps the portal session from idling out, as one at work in a proxied system does. */
  async used(grantId: string): Promise<void> {
    await this.#db.query(
      'UPDATE hub.session s SET last_seen_at = now() FROM hub.oidc_grant g WHERE g.grant_id = $1 AND s.id = g.session_id AND s.revoked_at IS NULL',
      [grantId],
      'oidc-grant-used',
    );
  }

  /** Whether the person has agreed that the client learns all of these scopes. */
  async agreed(personId: string, clientId: string, scopes: readonly string[]): Promise<boolean> {
    const [row] = await this.#db.query('SELECT 1 FROM hub.consent WHERE person_id = $1 AND client_id = $2 AND scopes @> $3', [personId, clientId, scopes]);
    return row !== undefined;
  }

  /** Keeps what the person agreed to, beside what was agreed before. */
  async agree(personId: string, clientId: string, scopes: readonly string[]): Promise<void> {
    await this.#db.query(
      `INSERT INTO hub.consent (person_id, client_id, scopes) VALUES ($1, $2, $3)
       ON CONFLICT (person_id, client_id) DO UPDATE
       SET granted_at = now(), scopes = ARRAY(SELECT DISTINCT unnest(hub.consent.scopes || EXCLUDED.scopes) ORDER BY 1)`,
      [personId, clientId, scopes],
    );
  }
}

/** Takes back what a person agreed to. With the grants end their tokens, in every session of the person. */
export async function withdrawAgreement(db: Db, personId: string, clientId: string): Promise<void> {
  await db.query('DELETE FROM hub.consent WHERE person_id = $1 AND client_id = $2', [personId, clientId]);
  await db.query('DELETE FROM hub.oidc_grant WHERE person_id = $1 AND client_id = $2', [personId, clientId]);
}
