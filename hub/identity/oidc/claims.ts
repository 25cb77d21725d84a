import type { Capacity, PersonRef, EstablishmentRef } from '@amanah/plugin-api';
import type { AccountClaims } from 'oidc-provider';
import type { Session } from '../contract.ts';
import type { Queryable } from '../../store/contract.ts';
import type { Person } from '../people.ts';

/** Claims by the scope that asks for them. */
export const claimsByScope = {
  profile: ['name', 'name#ar', 'name#en', 'preferred_username'],
  email: ['email'],
  phone: ['phone_number'],
  roles: ['roles', 'units'],
  national_id: ['national_id'],
};

/** Scopes that a client can be registered with. */
export const scopeNames = Object.keys(claimsByScope) as (keyof typeof claimsByScope)[];

/** What every client learns: who, in which capacity, and how strongly and when the person proved it. */
export const openidClaims = ['sub', 'sid', 'capacity', 'act', 'acr', 'amr', 'auth_time'];

interface About {
  readonly person: Person;
  /** The portal session behind the grant. */
  readonly session: Session | null;
  /** By which `sub` the asking client knows an account. */
  readonly subjectOf: (personId: string) => string;
}

/** What a client may learn of a person, and of the capacity they act in while the portal session lives. */
export async function claimsOf(db: Queryable, { person, session, subjectOf }: About): Promise<AccountClaims> {
  const capacity: Capacity = session?.actor.capacity ?? { kind: 'self' };
  const [contact] = await db.query<{ email: string | null; mobile: string | null }>(
    'SELECT email, mobile FROM hub.person WHERE id = $1',
    [person.id],
    'oidc-contact',
  );
  const held = await db.query<{ role: string; unit: string }>(
    'SELECT role, unit FROM hub.role_holding WHERE person_id = $1 AND capacity_id = $2 ORDER BY role, unit',
    [person.id, session?.actor.capacityId ?? 'self'],
    'oidc-roles',
  );
  const principal = principalOf(capacity);
  return {
    sub: person.id,
    name: person.name_ar,
    'name#ar': person.name_ar,
    'name#en': person.name_en,
    preferred_username: person.username ?? person.id,
    ...(contact?.email ? { email: contact.email } : {}),
    ...(contact?.mobile ? { phone_number: contact.mobile } : {}),
    ...(person.national_id ? { national_id: person.national_id } : {}),
    capacity,
    roles: [...new Set(held.map(({ role }) => role))],
    units: [...new Set(held.map(({ unit }) => unit))],
    ...(principal ? { act: { sub: subjectOf(person.id), for: principal.type === 'person' ? { ...principal, id: subjectOf(principal.id) } : principal } } : {}),
  };
}

/** For whom someone acts who does not act for themself. */
function principalOf(capacity: Capacity): PersonRef | EstablishmentRef | null {
  switch (capacity.kind) {
    case 'owner':
    case 'manager':
      return capacity.establishment;
    case 'delegate':
      return capacity.principal;
    case 'government':
      return capacity.body;
    case 'agent':
      return capacity.client ?? capacity.office;
    default:
      return null;
  }
}
