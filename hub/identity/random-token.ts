import { createHash, randomBytes } from 'node:crypto';

/** A new unguessable token (256 bits) and the hash that is stored in its place. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** What the store holds of a token: a leaked table lets nobody in. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
