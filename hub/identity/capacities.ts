import type { Bilingual, Capacity } from '@amanah/plugin-api';
import type { Queryable } from '../store/contract.ts';
import { establishmentsOf } from './commerce-register.ts';
import { delegatedCapacities } from './delegated-capacities.ts';

export interface CapacityChoice {
  readonly id: string;
  readonly capacity: Capacity;
}

export interface Capacities {
  readonly choices: readonly CapacityChoice[];
  /** The Commerce register did not answer: what a person owns or manages is not offered now. */
  readonly registerDown: boolean;
  /** Establishments for which the person could act, were their commercial register not suspended. */
  readonly suspended: readonly Bilingual[];
}

/** Every capacity a person may choose: oneself, posts and offices kept here, establishments as the Commerce register says now, and accepted delegations. */
export async function capacitiesOf(db: Queryable, personId: string, register: string | null): Promise<Capacities> {
  const [person] = await db.query<{ national_id: string | null }>('SELECT national_id FROM hub.person WHERE id = $1', [personId]);
  const kept = await db.query<{ capacity_id: string; capacity: Capacity }>(
    'SELECT capacity_id, capacity FROM hub.affiliation WHERE person_id = $1 ORDER BY capacity_id',
    [personId],
  );
  const agents = kept.flatMap(({ capacity_id, capacity }) => (capacity.kind === 'agent' ? [{ id: capacity_id, office: capacity.office }] : []));
  const delegated = await delegatedCapacities(db, { nationalId: person?.national_id ?? null, agents }, register);
  const registered = register && person?.national_id ? await establishmentsOf(register, person.national_id) : { roles: [], suspended: [] };
  return {
    registerDown: registered === null,
    suspended: [...(registered?.suspended ?? []), ...delegated.suspended],
    choices: [
      { id: 'self', capacity: { kind: 'self' } },
      ...kept.map(({ capacity_id, capacity }) => ({ id: capacity_id, capacity })),
      ...(registered?.roles ?? []).map(({ role, establishment }) => ({
        id: `${role}:${establishment.unifiedNumber}`,
        capacity: { kind: role, establishment },
      })),
      ...delegated.choices,
    ],
  };
}
