import type { Request, Router } from 'express';
import type { IncomingMessage } from 'node:http';
import type { Actor, Bilingual, IdentityAdmin, PersonContact, PersonRef, SystemActor } from '@amanah/plugin-api';
import type { AssuranceAsked } from './assurance.ts';

export type { AssuranceAsked } from './assurance.ts';

/** A live session of the hub as other rooms see it. */
export interface Session {
  readonly id: string;
  readonly actor: Actor;
  readonly createdAt: Date;
  /** Ends unless used before; sliding. */
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
}

/** What the frame shows of the session, and the one-time values of its forms. */
export interface Sessions {
  /** Session of the portal's own host from its cookie; `null` when none, ended or revoked. From memory when fresh; never trusts more than a few seconds without revocation push. */
  ofPortal(request: IncomingMessage): Promise<Session | null>;
  /** Session of a system's own host (`<system>.<gateway domain>`) from that host's cookie. */
  ofSystem(request: IncomingMessage, systemId: string): Promise<Session | null>;
  /** Makes a one-time ticket (30 s) by which `systemHost` gets its own session; bound to browser and host. */
  issueTicket(session: Session, systemId: string, request: IncomingMessage): Promise<string>;
  /** Redeems a ticket on the system's host; returns the Set-Cookie value, or `null` when invalid, used or of another browser or host. */
  redeemTicket(ticket: string, systemId: string, request: IncomingMessage): Promise<{ session: Session; setCookie: string } | null>;
  /** Records that a session entered a system, for "sign out everywhere"; the gateway ends its part in `onSignOut`. */
  markReached(session: Session, systemId: string): Promise<void>;
  /** Registers what closes a session at systems (called once by the gateway). Resolves to what could not be reached. `titleOf` names a system. */
  onSignOut(
    close: (sessionIds: readonly string[], reached: readonly { sessionId: string; systemId: string }[]) => Promise<readonly { id: string; reason: string }[]>,
    titleOf?: (systemId: string) => Bilingual | undefined,
  ): void;
  /** Calls back on every revoked session, on every replica (closes WebSockets, event streams, caches). */
  onRevoked(handle: (sessionId: string) => void): void;
  /** Calls back, on every replica, on every session under whose delegation nothing can be done any more: its open pages show what is not theirs now. */
  onUndelegated(handle: (sessionId: string) => void): void;
  /** Calls back, on every replica, on every session that changed while it goes on: another capacity, a lost one, a step-up. */
  onChanged(handle: (sessionId: string) => void): void;
  /** Switches the capacity of a session. @throws IDENTITY_CAPACITY_UNKNOWN */
  chooseCapacity(session: Session, capacityId: string, requestId: string): Promise<Session>;
}

/** The identity room: OIDC provider, sign-in pages, sessions, clients, accounts. */
export interface Identity {
  /** `/oidc/*`, `/auth/*` (sign-in, sign-out, check, capacity), `/.well-known/webfinger` is elsewhere. */
  readonly router: Router;
  readonly sessions: Sessions;
  readonly admin: IdentityAdmin;
  /** Persons who hold a role on a unit, there or above it, signed in or not. */
  peopleWithRole(role: string, unit: string): Promise<readonly PersonRef[]>;
  /** Accounts that hold a permission on a unit by a role, there or above it, signed in or not. */
  accountsWithPermission(permission: string, unit: string): Promise<readonly string[]>;
  nationalIdOf(personId: string): Promise<string | null>;
  /** Where a person is reached outside the portal, as it stands now; `null` for an account that is no more. */
  contactOf(personId: string): Promise<PersonContact | null>;
  /** Accounts known by exactly this user name, national number, e-mail or mobile number. */
  accountsKnownAs(mark: string): Promise<readonly string[]>;
  /** The system that calls the API with an access token of its client; `null` where the request bears none. @throws HTTP_TOKEN_REFUSED, HTTP_PROOF_REFUSED */
  systemOf(request: IncomingMessage): Promise<SystemActor | null>;
  /** What clients must know to call the API (RFC 9728), served at `/.well-known/oauth-protected-resource/api`. */
  readonly apiMetadata: Readonly<Record<string, unknown>>;
  /** Signs a short JWT with the hub's ES256 key (identity headers of the gateway); keys at `/oidc/jwks`. */
  signIdentity(audience: string, session: Session, claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Where to send a visitor who must sign in, to come back to `returnTo` (registered origins only). */
  signInUrl(request: Request | IncomingMessage, returnTo: string): string;
  /** Registers how an address outside the portal is entered after signing in (called once by the gateway); `null`: it is nobody's. */
  onReturn(entryOf: (target: URL) => string | null): void;
  /** Whether the sign-in behind a session (its `actor.acr` and `actor.authTime`) is strong and fresh enough for an act. */
  isAssured(session: Session, asked: AssuranceAsked): boolean;
  /** Where to send a signed-in person who must prove again who they are; `acr`: the least strength to come back with. */
  stepUpUrl(returnTo: string, acr?: string): string;
  close(): Promise<void>;
}
