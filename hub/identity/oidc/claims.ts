import type { Capacity } from '@amanah/plugin-api';
import type { AccountClaims } from 'oidc-provider';
import type { Session } from '../contract.ts';
import type { Queryable } from '../../store/contract.ts';
import type { Person } from '../people.ts';

/** Claims by the scope that asks for them; `sub`, `capacity` and `act` come with `openid`. */
export const claimsByScope = {
  profile: ['name', 'name#ar', 'name#en', 'preferred_username'],
  roles: ['roles', 'units'],
  national_id: ['national_id'],
};

/** What a client may learn of a person, and of the capacity they act in while the portal session lives. */
export async function claimsOf(db: Queryable, person: Person, session: Session | null): Promise<AccountClaims> {
  const capacity: Capacity = session?.actor.capacity ?? { kind: 'self' };
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
    ...(person.national_id ? { national_id: person.national_id } : {}),
    capacity,
    roles: [...new Set(held.map(({ role }) => role))],
    units: [...new Set(held.map(({ unit }) => unit))],
    ...(principal ? { act: { sub: person.id, for: principal } } : {}),
  };
}

/** For whom someone acts who does not act for themself. */
function principalOf(capacity: Capacity): unknown {
  switch (capacity.kind) {
    case 'owner':
    case 'manager':
      return capacity.establishment;
    case 'delegate':
      return capacity.principal;
    case 'agent':
      return capacity.client ?? capacity.office;
    default:
      return null;
  }
}
