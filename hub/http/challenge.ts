import type { ErrorCode } from '@amanah/errors';

/** Where a program finds out how to get a token for the API (RFC 9728). */
export const metadataPath = '/.well-known/oauth-protected-resource/api';

/** What `WWW-Authenticate` says to programs beside an error of the API (RFC 6750, 9449); `null` where another try would not be answered otherwise. */
export function challengeOf(code: ErrorCode, publicUrl: URL): readonly string[] | null {
  const about = `realm="amanah", resource_metadata="${new URL(metadataPath, publicUrl).href}"`;
  switch (code) {
    case 'HTTP_SIGN_IN_NEEDED':
      return [`Bearer ${about}`, `DPoP ${about}`];
    case 'HTTP_TOKEN_REFUSED':
      return [`Bearer ${about}, error="invalid_token"`, `DPoP ${about}, error="invalid_token"`];
    case 'HTTP_PROOF_REFUSED':
      return [`DPoP ${about}, error="invalid_dpop_proof"`];
    case 'HTTP_NOT_GRANTED':
      return [`Bearer ${about}, error="insufficient_scope"`];
    default:
      return null;
  }
}
