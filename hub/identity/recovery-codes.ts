import { randomInt } from 'node:crypto';
import type { Secret } from '../config/secret.ts';
import type { Db, Queryable } from '../store/contract.ts';
import { asciiDigits } from './digits.ts';
import { keyedHash } from './keyed-hash.ts';

const codes = 10;
const length = 10;
/** Without the letters and digits that are read for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten new recovery codes in place of all earlier ones; only this answer ever holds them. */
export async function renewRecoveryCodes(db: Db, key: Secret, personId: string): Promise<readonly string[]> {
  const made = Array.from({ length: codes }, () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''));
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM hub.recovery_code WHERE person_id = $1', [personId]);
    for (const code of made) await tx.query('INSERT INTO hub.recovery_code (person_id, code_hash) VALUES ($1, $2)', [personId, hashOf(key, personId, code)]);
  });
  return made.map((code) => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`);
}

/** Takes a recovery code: true once for each. Small letters, blanks and a missing hyphen do not matter. */
export async function takeRecoveryCode(db: Queryable, key: Secret, personId: string, given: string): Promise<boolean> {
  const code = asciiDigits(given).replaceAll('-', '').toUpperCase();
  if (code.length !== length) return false;
  const taken = await db.query('UPDATE hub.recovery_code SET used_at = now() WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING 1', [
    personId,
    hashOf(key, personId, code),
  ]);
  return taken.length === 1;
}

/** How many codes are left, and when they were made; `null` when there never were any. */
export async function recoveryCodesOf(db: Queryable, personId: string): Promise<{ left: number; createdAt: Date; lastUsedAt: Date | null } | null> {
  const [row] = await db.query<{ left: number; made: number; created_at: Date; used_at: Date | null }>(
    `SELECT count(*) FILTER (WHERE used_at IS NULL)::int AS left, count(*)::int AS made, min(created_at) AS created_at, max(used_at) AS used_at
     FROM hub.recovery_code WHERE person_id = $1`,
    [personId],
  );
  return row && row.made > 0 ? { left: row.left, createdAt: row.created_at, lastUsedAt: row.used_at } : null;
}

function hashOf(key: Secret, personId: string, code: string): Buffer {
  return keyedHash(key, `recovery-code:${personId}`, code);
}
