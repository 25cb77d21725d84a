import type { Queryable } from '../store/contract.ts';
import { hashToken, newToken } from './random-token.ts';

/** A sign-in under way, kept on the server under the browser's attempt cookie. */
export type Attempt =
  | { readonly kind: 'second-factor'; readonly personId: string; readonly returnTo: string }
  | {
      readonly kind: 'national';
      readonly state: string;
      readonly nonce: string;
      readonly codeVerifier: string;
      readonly afresh: boolean;
      readonly returnTo: string;
      /** The session whose person proves again who they are; without it a new session is opened. */
      readonly stepUpOf?: string;
    };

/** Keeps an attempt for ten minutes and returns the token of its cookie. */
export async function saveAttempt(db: Queryable, attempt: Attempt): Promise<string> {
  const { token, hash } = newToken();
  await db.query(`INSERT INTO hub.sign_in_attempt VALUES ($1, $2, now() + interval '10 minutes')`, [hash, JSON.stringify(attempt)]);
  return token;
}

/** The attempt of a cookie's token, left where it is; `null` when there is none or its ten minutes are over. */
export async function readAttempt(db: Queryable, token: string | null): Promise<Attempt | null> {
  if (!token) return null;
  const [row] = await db.query<{ data: Attempt }>('SELECT data FROM hub.sign_in_attempt WHERE token_hash = $1 AND expires_at > now()', [hashToken(token)]);
  return row?.data ?? null;
}

/** Takes an attempt out of the store: it ends a sign-in once. */
export async function takeAttempt(db: Queryable, token: string | null): Promise<Attempt | null> {
  if (!token) return null;
  const [row] = await db.query<{ data: Attempt }>('DELETE FROM hub.sign_in_attempt WHERE token_hash = $1 AND expires_at > now() RETURNING data', [
    hashToken(token),
  ]);
  return row?.data ?? null;
}
