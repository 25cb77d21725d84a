import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { AmanahError } from '@amanah/errors';

/** Algorithms a proof may be signed with, at the provider too. */
export const proofAlgorithms = ['ES256', 'Ed25519', 'EdDSA'] as const;
/** How far the clock of the sender may be off, and how long a proof is remembered so that it works once. */
export const proofWindowSeconds = 300;

export interface ProofAsked {
  /** Address that was called, as the sender knows it: scheme, host and path. */
  readonly url: string;
  readonly token: string;
  /** Thumbprint of the key that the token belongs to. */
  readonly thumbprint: string;
  /** Whether this id of a proof was not seen before; remembers it. */
  readonly firstSeen: (id: string) => Promise<boolean>;
}

/** Checks the proof that whoever sends this request holds the key of its token (RFC 9449, section 4.3). @throws HTTP_PROOF_REFUSED */
export async function assertProof(request: IncomingMessage, { url, token, thumbprint, firstSeen }: ProofAsked): Promise<void> {
  const proof = request.headers['dpop'];
  if (typeof proof !== 'string' || proof.includes(',')) throw refused('one DPoP header is needed');
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { algorithms: [...proofAlgorithms], typ: 'dpop+jwt' }).catch((cause: unknown) => {
    throw refused('the proof is not signed by the key in it', cause);
  });
  const { iat, jti, htm, htu, ath } = payload;
  if (typeof iat !== 'number' || Math.abs(Date.now() / 1_000 - iat) > proofWindowSeconds) throw refused('iat is not of now');
  if (htm !== request.method) throw refused('htm is another method');
  if (!isAddress(htu, url)) throw refused('htu is another address');
  if (ath !== createHash('sha256').update(token).digest('base64url')) throw refused('ath is of another token');
  if ((await calculateJwkThumbprint(protectedHeader.jwk!)) !== thumbprint) throw refused('the token belongs to another key');
  if (typeof jti !== 'string' || jti === '' || !(await firstSeen(jti))) throw refused('jti was used before');
}

/** Compared without query and fragment, which a proof leaves out. */
function isAddress(said: unknown, url: string): boolean {
  const given = typeof said === 'string' ? URL.parse(said) : null;
  if (!given) return false;
  given.search = '';
  given.hash = '';
  return given.href === url;
}

function refused(detail: string, cause?: unknown): AmanahError {
  return new AmanahError('HTTP_PROOF_REFUSED', { detail, cause });
}
