import { randomInt } from 'node:crypto';
import type { Language } from '@amanah/errors';
import type { Secret } from '../config/secret.ts';
import type { Queryable } from '../store/contract.ts';
import { assertWithin, countFailure } from './throttle.ts';
import { keyedHash, sameHash } from './keyed-hash.ts';
import type { Mailer } from './mailer.ts';
import { hashToken } from './random-token.ts';

const minutes = 10;
const tries = 5;

/**
 * Sends a six-digit code that works once, for ten minutes, for the sign-in attempt or session named by `binding`.
 * An earlier code of the same binding ends. @throws HTTP_RATE_LIMITED after ten codes in a quarter of an hour, IDENTITY_MAIL_FAILED
 */
export async function sendEmailCode(
  { db, key, mailer }: { db: Queryable; key: Secret; mailer: Mailer },
  { personId, binding, language }: { personId: string; binding: string; language: Language },
): Promise<void> {
  const [person] = await db.query<{ email: string | null }>('SELECT email FROM hub.person WHERE id = $1', [personId]);
  if (!person?.email) return;
  const limits = [{ key: `email-code:${personId}`, failures: 10, windowSeconds: 900 }];
  await assertWithin(db, limits);
  await countFailure(db, limits);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await db.query(
    `INSERT INTO hub.email_code (binding, person_id, code_hash, expires_at) VALUES ($1, $2, $3, now() + make_interval(mins => $4))
     ON CONFLICT (binding) DO UPDATE SET person_id = $2, code_hash = $3, tries = 0, expires_at = EXCLUDED.expires_at`,
    [hashToken(binding), personId, keyedHash(key, `email-code:${binding}`, code), minutes],
  );
  await mailer.sendCode({ to: person.email, code, minutes, language });
}

/** Takes the code sent for a binding: five tries, then it is gone. */
export async function takeEmailCode(db: Queryable, key: Secret, personId: string, binding: string, code: string): Promise<boolean> {
  const [row] = await db.query<{ code_hash: Buffer }>(
    'UPDATE hub.email_code SET tries = tries + 1 WHERE binding = $1 AND person_id = $2 AND tries < $3 AND expires_at > now() RETURNING code_hash',
    [hashToken(binding), personId, tries],
  );
  if (!row || !sameHash(row.code_hash, keyedHash(key, `email-code:${binding}`, code))) return false;
  const taken = await db.query('DELETE FROM hub.email_code WHERE binding = $1 AND code_hash = $2 RETURNING 1', [hashToken(binding), row.code_hash]);
  return taken.length === 1;
}

/** An address for showing: its first letter and its domain. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}
