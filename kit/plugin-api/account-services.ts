import type { Actor, Bilingual, EstablishmentRef, PersonRef } from './actor.ts';

/** A way to sign in that a person has. */
export interface FactorInfo {
  /** Of a factor that can be taken away or renamed; the others go by their kind. */
  readonly id: string;
  readonly kind: 'password' | 'totp' | 'email' | 'passkey' | 'recovery-codes' | 'national';
  /** The person's own name of a passkey; for a mail the masked address; else empty. */
  readonly label: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** Recovery codes that still work. */
  readonly left: number | null;
}

/** A person's own ways to sign in. Whoever offers these as routes asks for a fresh proof first (`freshSeconds`). */
export interface FactorAdmin {
  factors(personId: string): Promise<readonly FactorInfo[]>;
  /** @throws IDENTITY_FACTOR_UNKNOWN, IDENTITY_LAST_FACTOR when a password would be left alone */
  removeFactor(personId: string, factorId: string, by: Actor, requestId: string): Promise<void>;
  /** @throws IDENTITY_FACTOR_UNKNOWN */
  renamePasskey(actor: Actor, factorId: string, label: string): Promise<void>;
  /** Options for the browser's `navigator.credentials.create`, bound to the actor's session for five minutes. */
  beginPasskey(actor: Actor): Promise<object>;
  /** Keeps the passkey made for those options. @throws IDENTITY_PASSKEY_REFUSED */
  finishPasskey(actor: Actor, credential: unknown, label: string | null, requestId: string): Promise<void>;
  /** A new secret for an authenticator app, kept once its first code is given. @throws IDENTITY_TOTP_NEEDS_PASSWORD */
  beginTotp(actor: Actor): Promise<{ readonly secret: string; readonly uri: string; readonly svg: string }>;
  /** @throws IDENTITY_CODE_REFUSED */
  finishTotp(actor: Actor, code: string, requestId: string): Promise<void>;
  /** Ten new codes in place of the earlier ones; shown once. */
  newRecoveryCodes(actor: Actor, requestId: string): Promise<readonly string[]>;
}

/** Result of "sign out everywhere": what was closed, and what could not be reached. */
export interface SignOutReport {
  readonly sessions: number;
  readonly closed: readonly { readonly id: string; readonly title: Bilingual }[];
  readonly unreachable: readonly { readonly id: string; readonly title: Bilingual; readonly reason: string }[];
}

/** A person's own password. Whoever offers these as routes asks for a fresh proof first (`freshSeconds`). */
export interface PasswordAdmin {
  /** Fewest characters of a new password. @throws IDENTITY_PASSWORD_NONE when the account has none to change */
  passwordLength(personId: string): Promise<number>;
  /**
   * Sets a new password; every other session of the person ends, here, at systems and at clients, and a mail tells the person.
   * @throws IDENTITY_PASSWORD_NONE, IDENTITY_PASSWORD_REFUSED for a wrong present one (a failed try), HTTP_RATE_LIMITED after five,
   * IDENTITY_PASSWORD_SHORT, IDENTITY_PASSWORD_PERSONAL, IDENTITY_PASSWORD_COMMON, IDENTITY_PASSWORD_SAME
   */
  changePassword(actor: Actor, passwords: { readonly current: string; readonly next: string }, requestId: string): Promise<PasswordChanged>;
}

export interface PasswordChanged extends SignOutReport {
  /** A notice is on its way to the person's address; `false` where there is none. */
  readonly mailed: boolean;
}

export interface DelegationInfo {
  readonly id: string;
  readonly principal: PersonRef | EstablishmentRef;
  /** The delegate by masked national number, by name once they have accepted; or the office. */
  readonly delegate: { readonly maskedNationalId: string | null; readonly office: EstablishmentRef | null; readonly name: Bilingual | null };
  /** Most that one request may cost, in riyals. */
  readonly feeLimit: string | null;
  readonly services: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
  readonly state: 'offered' | 'active' | 'expired' | 'ended';
}

/** What is delegated, to a person or to an office. */
export interface NewDelegation {
  readonly to: { readonly nationalId: string } | { readonly office: string };
  readonly services: readonly string[];
  readonly expiresAt: Date;
  readonly feeLimit: string | null;
}

/** A delegation that a procedure has asked both sides about: it is in force at once. */
export interface AgreedDelegation extends NewDelegation {
  readonly principal: PersonRef | EstablishmentRef;
  readonly givenBy: string;
  /** The same one granted again is the same one. */
  readonly key: string;
}

/** Delegations (rules.md B8): limited by service, term and fees, accepted by the delegate, ended at once by either. */
export interface DelegationAdmin {
  /** With `office`, those that the office received too. */
  delegations(personId: string, office?: string): Promise<{ readonly given: readonly DelegationInfo[]; readonly received: readonly DelegationInfo[] }>;
  /** Accredited service offices, whose agents can act for others. */
  offices(): Promise<readonly EstablishmentRef[]>;
  /** @throws IDENTITY_DELEGATION_CAPACITY, IDENTITY_DELEGATION_SELF, IDENTITY_DELEGATION_OFFICE */
  giveDelegation(actor: Actor, delegation: NewDelegation, requestId: string): Promise<{ readonly id: string }>;
  /** @throws IDENTITY_DELEGATION_SELF, IDENTITY_DELEGATION_OFFICE */
  grantDelegation(delegation: AgreedDelegation, requestId: string): Promise<{ readonly id: string }>;
  /** @throws IDENTITY_DELEGATION_UNKNOWN */
  acceptDelegation(actor: Actor, id: string, requestId: string): Promise<void>;
  /** Withdrawn by its giver or given back by the delegate; who acts under it now goes on as themself. @throws IDENTITY_DELEGATION_UNKNOWN */
  endDelegation(actor: Actor, id: string, requestId: string): Promise<void>;
}

/** A kind of personal data that the portal holds (rules.md F1, F6). */
export interface DataHeld {
  readonly category: 'identity' | 'contact' | 'capacities' | 'factors' | 'sessions' | 'delegations' | 'consents' | 'credentials' | 'reading' | 'audit';
  readonly count: number;
  /** How many of them the person may have erased now; the others are in use or kept by law. */
  readonly erasable: number;
}

/** Data rights (rules.md F4): see, correct, copy, erase where the law lets. */
export interface PersonalDataAdmin {
  dataHeld(personId: string): Promise<readonly DataHeld[]>;
  /** Corrects what did not come from an identity source. @throws IDENTITY_EMAIL_IN_USE where codes go to the address */
  saveContact(actor: Actor, contact: { readonly email: string | null; readonly mobile: string | null }, requestId: string): Promise<void>;
  /** Erases what of a category is no longer in use and no law keeps; returns how many. */
  eraseData(actor: Actor, category: DataHeld['category'], requestId: string): Promise<number>;
  /** Everything held about a person, as plain data for export. */
  exportPerson(personId: string): Promise<Readonly<Record<string, unknown>>>;
}
