import type { DelegationAdmin, FactorAdmin, PasswordAdmin, PersonalDataAdmin, SignOutReport } from './account-services.ts';
import type { Actor, Bilingual, Capacity } from './actor.ts';
import type { ClientAdmin } from './client-services.ts';

/** A session as its owner and operators see it. */
export interface SessionInfo {
  readonly id: string;
  readonly personId: string;
  readonly personName: Bilingual;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly device: string;
  readonly address: string;
  readonly method: string;
  /** Relying parties and systems that this session was carried into. */
  readonly reached: readonly { readonly kind: 'client' | 'system'; readonly id: string; readonly title: Bilingual }[];
}

/** People, their sessions and agreements, and the clients they sign in to. Every change is recorded under `by`. */
export interface IdentityAdmin extends ClientAdmin, FactorAdmin, PasswordAdmin, DelegationAdmin, PersonalDataAdmin {
  /** What is known of a person, national number included. @throws IDENTITY_PERSON_UNKNOWN */
  profile(personId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Live sessions, the last used first, 100 unless `limit` says so; `search` matches name, username or the last four digits of the national number. */
  sessions(filter: { personId?: string; search?: string; currentSessionId?: string; limit?: number }): Promise<readonly SessionInfo[]>;
  /** Ends one session here, at systems and at clients; one that has ended already gives a report of nothing. */
  revokeSession(sessionId: string, by: Actor, requestId: string): Promise<SignOutReport>;
  /** Ends every session of a person; within five seconds, naming what was not reached. */
  signOutEverywhere(personId: string, by: Actor, requestId: string): Promise<SignOutReport>;
  /** What the person agreed that clients may learn. */
  consents(
    personId: string,
  ): Promise<readonly { readonly clientId: string; readonly title: Bilingual; readonly scopes: readonly string[]; readonly grantedAt: string }[]>;
  /** Takes an agreement back and ends the client's tokens. */
  withdrawConsent(personId: string, clientId: string, by: Actor, requestId: string): Promise<void>;
  /** Accounts that hold a permission on a unit by a role, there or above it: whom something must be told. */
  holders(permission: string, unit: string): Promise<readonly string[]>;
  /** In which roles the person may act now; without those of establishments while the Commerce register does not answer. */
  capacities(personId: string): Promise<readonly { readonly id: string; readonly capacity: Capacity }[]>;
}
