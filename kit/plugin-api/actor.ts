import type { Language } from '@amanah/errors';
import type { Upload } from './files.ts';

/** A text in both languages. */
export interface Bilingual {
  readonly ar: string;
  readonly en: string;
}

/** In which role a person acts now; always visible, always recorded (rules.md B4). */
export type Capacity =
  | { readonly kind: 'self' }
  | { readonly kind: 'owner' | 'manager'; readonly establishment: EstablishmentRef }
  | {
      readonly kind: 'delegate';
      readonly principal: PersonRef | EstablishmentRef;
      readonly delegationId: string;
      readonly services: readonly string[];
      readonly expiresAt: string;
      /** Most that one request may cost, in riyals (`500.00`); `null` or left out: as much as it costs. */
      readonly feeLimit?: string | null;
    }
  | { readonly kind: 'official'; readonly unit: string; readonly unitTitle: Bilingual; readonly post: Bilingual }
  | { readonly kind: 'government'; readonly body: EstablishmentRef }
  | {
      readonly kind: 'agent';
      readonly office: EstablishmentRef;
      /** For whom the office acts now, and the delegation that lets it; both or neither. */
      readonly client?: PersonRef | EstablishmentRef;
      readonly delegation?: DelegationTerms;
    };

/** What a delegation lets be done: services by code, until when, and most fees of one request in riyals. */
export interface DelegationTerms {
  readonly id: string;
  readonly services: readonly string[];
  readonly expiresAt: string;
  readonly feeLimit: string | null;
}

/** A person by account id and name. */
export interface PersonRef {
  readonly type: 'person';
  readonly id: string;
  readonly name: Bilingual;
}

/** An establishment, office or government body by its unified national number (7…). */
export interface EstablishmentRef {
  readonly type: 'establishment';
  readonly unifiedNumber: string;
  readonly name: Bilingual;
}

/** Who calls: a signed-in person in one capacity, or nobody. */
export interface Actor {
  readonly person: PersonRef;
  readonly username: string;
  /** Stable id of the chosen capacity, such as `self` or `official:it-center`. */
  readonly capacityId: string;
  readonly capacity: Capacity;
  /** Permissions held in this capacity, each with the units (and everything below them) it holds on; `*` = everywhere. */
  readonly grants: readonly Grant[];
  /** Roles held in this capacity, each on a unit and everything below it (`*`: everywhere): who gets the tasks of a procedure's lane. */
  readonly roles: readonly HeldRole[];
  /** Authentication context of the session: `urn:amanah:acr:1` single factor, `:2` two factors. */
  readonly acr: string;
  /** Unix seconds of the last sign-in or step-up. */
  readonly authTime: number;
  readonly sessionId: string;
}

/** An outside system that calls the hub's own API with a token of its client: nobody's session, only what operators granted the client. */
export interface SystemActor {
  readonly system: { readonly type: 'system'; readonly id: string; readonly name: Bilingual; /** Unit that answers for it. */ readonly owner: string };
  readonly grants: readonly Grant[];
}

/** Who acts: a person, or a system under its own name. */
export type AnyActor = Actor | SystemActor;

/** A role of roles.yaml, held on a unit and everything below it; `*` = everywhere. */
export interface HeldRole {
  readonly role: string;
  readonly unit: string;
}

export interface Grant {
  readonly permission: string;
  /** Unit ids on which the permission holds, including everything below; `*` = the whole tree. */
  readonly units: readonly string[];
}

/** One call of a route or job. */
export interface Call {
  /** `null` for public routes called without a session, for jobs, and where a system calls. */
  readonly actor: Actor | null;
  /** The system that calls under its own name; only routes that are open to systems ever see one. */
  readonly system?: SystemActor;
  readonly language: Language;
  /** Where it came from: an IPv4 address or the first half of an IPv6 one, for limits on tries; absent in jobs. */
  readonly network?: string;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** The file that came with the call; there on routes with `upload`, and only there. */
  readonly upload?: Upload;
}
