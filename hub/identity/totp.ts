import { Secret as TotpSecret, TOTP } from 'otpauth';
import type { Secret } from '../config/secret.ts';
import type { Db, Queryable } from '../store/contract.ts';
import { seal, unseal } from './seal.ts';

const periodSeconds = 30;

function totpOf(base32: string, username: string): TOTP {
  return new TOTP({ issuer: 'Amanah', label: username, secret: TotpSecret.fromBase32(base32), period: periodSeconds, digits: 6 });
}

/** Gives a person the authenticator secret (base32; a new one when none is given) and returns it once. */
export async function saveTotp(db: Queryable, key: Secret, personId: string, base32 = new TotpSecret({ size: 20 }).base32): Promise<string> {
  await db.query(
    `INSERT INTO hub.factor (person_id, kind, sealed_secret) VALUES ($1, 'totp', $2)
     ON CONFLICT (person_id, kind) DO UPDATE SET sealed_secret = $2, last_step = NULL, created_at = now()`,
    [personId, seal(key, `totp:${personId}`, base32)],
  );
  return base32;
}

/** A new secret for the person's app; it counts only after `confirmTotp` has seen it work. An unconfirmed one ends after ten minutes. */
export async function offerTotp(db: Queryable, key: Secret, personId: string, username: string): Promise<{ secret: string; uri: string }> {
  const secret = new TotpSecret({ size: 20 }).base32;
  await db.query(
    `INSERT INTO hub.totp_offer VALUES ($1, $2, now() + interval '10 minutes')
     ON CONFLICT (person_id) DO UPDATE SET sealed_secret = $2, expires_at = EXCLUDED.expires_at`,
    [personId, seal(key, `totp:${personId}`, secret)],
  );
  return { secret, uri: totpOf(secret, username).toString() };
}

/** Makes the offered app the person's second factor, given a code of it. */
export async function confirmTotp(db: Db, key: Secret, personId: string, code: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [offer] = await tx.query<{ sealed_secret: string }>(
      'SELECT sealed_secret FROM hub.totp_offer WHERE person_id = $1 AND expires_at > now() FOR UPDATE',
      [personId],
    );
    if (!offer) return false;
    const secret = unseal(key, `totp:${personId}`, offer.sealed_secret);
    const delta = /^\d{6}$/.test(code) ? totpOf(secret, personId).validate({ token: code, window: 1 }) : null;
    if (delta === null) return false;
    await saveTotp(tx, key, personId, secret);
    // The code that proved the app is used up with it.
    const step = Math.floor(Date.now() / 1_000 / periodSeconds) + delta;
    await tx.query(`UPDATE hub.factor SET last_step = $2 WHERE person_id = $1 AND kind = 'totp'`, [personId, step]);
    await tx.query('DELETE FROM hub.totp_offer WHERE person_id = $1', [personId]);
    await tx.query(`UPDATE hub.person SET second_factor = 'totp' WHERE id = $1`, [personId]);
    return true;
  });
}

/** Whether the code is the person's now, one step of clock difference allowed (RFC 6238 5.2). A code is taken once, also by two replicas. */
export async function takeTotp(db: Queryable, key: Secret, personId: string, code: string): Promise<boolean> {
  const [factor] = await db.query<{ sealed_secret: string }>(`SELECT sealed_secret FROM hub.factor WHERE person_id = $1 AND kind = 'totp'`, [personId]);
  if (!factor || !/^\d{6}$/.test(code)) return false;
  const delta = totpOf(unseal(key, `totp:${personId}`, factor.sealed_secret), personId).validate({ token: code, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(Date.now() / 1_000 / periodSeconds) + delta;
  const taken = await db.query(
    `UPDATE hub.factor SET last_step = $2, last_used_at = now() WHERE person_id = $1 AND kind = 'totp' AND (last_step IS NULL OR last_step < $2) RETURNING id`,
    [personId, step],
  );
  return taken.length === 1;
}
