import { errors, type ResourceServer } from 'oidc-provider';

/** How long an access token works. */
export const tokenSeconds = 300;

/** The name of the hub's own API as a resource (RFC 8707): who may take a token is part of the token. */
export function apiResource(publicUrl: URL): string {
  return new URL('/api', publicUrl).href;
}

/** What the provider knows of a resource that a client names. Only a client under its own name gets tokens for the API: a person's go with the session. */
export function apiResourceServer(publicUrl: URL, resource: string, grantType: unknown): ResourceServer {
  const audience = apiResource(publicUrl);
  if (resource !== audience || grantType !== 'client_credentials') throw new errors.InvalidTarget();
  // What the client may do stands in its grants, where it can be taken back at once, and not in scopes of the token.
  return { scope: '', audience, accessTokenFormat: 'opaque', accessTokenTTL: tokenSeconds };
}
