import type { Actor, Bilingual } from './actor.ts';

/** A system that signs people in by OpenID Connect, calls the hub's own API, or both, as it is registered. */
export interface ClientInput {
  readonly id: string;
  readonly title?: Bilingual;
  /** None for a system that signs nobody in. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  readonly backchannelLogoutUri?: string;
  readonly corsOrigins?: readonly string[];
  readonly auth?: 'basic' | 'post' | 'none';
  readonly pkce?: boolean;
  /** First page of a sign-in for it; the portal's own unless given. */
  readonly signIn?: 'national' | 'staff';
  /** What it may ask for at all; `profile email roles` unless given. */
  readonly scopes?: readonly string[];
  /** `pairwise`: its `sub` of a person means nothing to other clients. */
  readonly subjectType?: 'public' | 'pairwise';
  /** Not one of the Amanah's own: the person is asked before it learns anything. */
  readonly consent?: boolean;
  /** Calls the hub's own API under its own name, where its grants allow. */
  readonly api?: boolean;
  /** Unit that answers for a client that calls the API. */
  readonly owner?: string;
  /** Its tokens work only with a proof of its key (RFC 9449). */
  readonly dpop?: boolean;
}

export interface ClientInfo extends ClientInput {
  readonly createdAt: string;
  /** Since when nothing of it is taken, ISO; `null` while it works. */
  readonly disabledAt: string | null;
}

/** A permission that a client holds on a unit and everything below it. */
export interface ClientGrant {
  readonly permission: string;
  readonly unit: string;
}

/** Clients: their registration, secrets and grants. Every change is recorded under `by` and holds from the next request on. */
export interface ClientAdmin {
  clients(): Promise<readonly ClientInfo[]>;
  /** Registers a client, or replaces the one of this id; a confidential one's secret is told this once. @throws IDENTITY_CLIENT_INVALID */
  addClient(input: ClientInput, by: Actor | null, requestId: string): Promise<ClientInfo & { readonly clientSecret?: string }>;
  /** A new secret for a confidential client; the old one, and access tokens made with it, end at once. @throws IDENTITY_CLIENT_UNKNOWN */
  rotateClientSecret(clientId: string, by: Actor, requestId: string): Promise<{ readonly clientSecret: string }>;
  /** Forgets a client; its tokens end with it. */
  removeClient(clientId: string, by: Actor | null, requestId: string): Promise<void>;
  /** Takes nothing of a client any more, or lets it in again; its access tokens end at once. @throws IDENTITY_CLIENT_UNKNOWN */
  setClientDisabled(clientId: string, disabled: boolean, by: Actor | null, requestId: string): Promise<void>;
  /** What a client may do in the hub's own API. @throws IDENTITY_CLIENT_UNKNOWN */
  clientGrants(clientId: string): Promise<readonly ClientGrant[]>;
  /** Gives a client a permission on a unit and everything below it. @throws IDENTITY_CLIENT_UNKNOWN, IDENTITY_CLIENT_WITHOUT_API */
  grantToClient(clientId: string, grant: ClientGrant, by: Actor | null, requestId: string): Promise<void>;
  /** Takes a grant back. @throws IDENTITY_CLIENT_UNKNOWN, IDENTITY_GRANT_UNKNOWN */
  revokeFromClient(clientId: string, grant: ClientGrant, by: Actor | null, requestId: string): Promise<void>;
}
