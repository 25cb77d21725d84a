import type { Db } from '../../store/contract.ts';
import type { PostgresSessionStore } from '../session-store.ts';
import { closeEnded, type SignOutSources } from '../sign-out.ts';

/** So many rows or sessions are looked at in one run; the rest waits for the next. */
const atOnce = 500;

/**
 * Sessions that ran out are ended like those that are signed out: the clients and systems that were entered are told. So are those that
 * a crash left half-closed.
 */
export async function closeRunOut(db: Db, sources: SignOutSources & { readonly sessionStore: PostgresSessionStore }, idleMinutes: number): Promise<number> {
  const ranOut = await db.query<{ id: string }>(
    `SELECT id FROM hub.session WHERE revoked_at IS NULL AND (absolute_expires_at <= now() OR last_seen_at <= now() - make_interval(secs => $1)) LIMIT ${atOnce}`,
    [idleMinutes * 60],
  );
  for (const { id } of ranOut) await sources.sessionStore.revoke({ sessionId: id });
  const open = await db.query<{ id: string }>(
    `SELECT s.id FROM hub.session s WHERE s.revoked_at < now() - interval '30 seconds'
       AND (EXISTS (SELECT 1 FROM hub.oidc_grant g WHERE g.session_id = s.id) OR EXISTS (SELECT 1 FROM hub.system_cookies c WHERE c.session_id = s.id))
     LIMIT ${atOnce}`,
  );
  const ids = [...new Set([...ranOut, ...open].map(({ id }) => id))];
  if (ids.length > 0) await closeEnded(sources, ids);
  return ids.length;
}

/** Tables whose rows are of no use once `expires_at` has passed. */
const shortLived = ['oidc_state', 'ticket', 'sign_in_attempt', 'passkey_challenge', 'totp_offer', 'email_code'] as const;

/** Removes what has run out and nobody can use: provider state, tickets, attempts, offers, codes, counters, old sessions and requests. */
export async function removeRunOut(db: Db): Promise<void> {
  for (const table of shortLived) {
    await db.query(
      `DELETE FROM hub.${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM hub.${table} WHERE expires_at < now() - interval '1 minute' LIMIT ${atOnce * 20}))`,
    );
  }
  await db.query(`DELETE FROM hub.throttle WHERE resets_at < now()`);
  await db.query(`DELETE FROM hub.sign_out_request WHERE asked_at < now() - interval '1 hour'`);
  await db.query(`DELETE FROM hub.session WHERE revoked_at < now() - interval '90 days'`);
  await db.query(`DELETE FROM hub.oidc_grant g WHERE NOT EXISTS (SELECT 1 FROM hub.session s WHERE s.id = g.session_id)`);
  await db.query(`DELETE FROM hub.signing_key WHERE retired_at < now() - interval '30 days'`);
}
