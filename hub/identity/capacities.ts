import type { Capacity } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Queryable } from '../store/contract.ts';
import { delegatedCapacities } from './delegations.ts';

export interface CapacityChoice {
  readonly id: string;
  readonly capacity: Capacity;
}

export interface Capacities {
  readonly choices: readonly CapacityChoice[];
  /** The Commerce register did not answer: what a person owns or manages is not offered now. */
  readonly registerDown: boolean;
}

const answer = z.object({
  establishments: z.array(
    z.object({
      unifiedNumber: z.string(),
      name: z.object({ ar: z.string(), en: z.string() }),
      status: z.string(),
      role: z.enum(['owner', 'manager']).catch('owner'),
    }),
  ),
});

/** Every capacity a person may choose: oneself, posts and offices kept here, establishments as the Commerce register says now, and accepted delegations. */
export async function capacitiesOf(db: Queryable, personId: string, register: string | null): Promise<Capacities> {
  const [person] = await db.query<{ national_id: string | null }>('SELECT national_id FROM hub.person WHERE id = $1', [personId]);
  const kept = await db.query<{ capacity_id: string; capacity: Capacity }>(
    'SELECT capacity_id, capacity FROM hub.affiliation WHERE person_id = $1 ORDER BY capacity_id',
    [personId],
  );
  const delegated = person?.national_id ? await delegatedCapacities(db, person.national_id) : [];
  const registered = register && person?.national_id ? await establishmentsOf(register, person.national_id) : [];
  return {
    registerDown: registered === null,
    choices: [
      { id: 'self', capacity: { kind: 'self' } },
      ...kept.map(({ capacity_id, capacity }) => ({ id: capacity_id, capacity })),
      ...(registered ?? []),
      ...delegated,
    ],
  };
}

/** Establishments from the Commerce register; `null` when it does not answer within three seconds or answers nonsense. A suspended register gives no capacity (rules.md B5). */
async function establishmentsOf(register: string, nationalId: string): Promise<CapacityChoice[] | null> {
  try {
    const response = await fetch(new URL(`/establishments?nationalId=${encodeURIComponent(nationalId)}`, register), {
      signal: AbortSignal.timeout(3_000),
      redirect: 'error',
    });
    if (!response.ok) return null;
    const { establishments } = answer.parse(await response.json());
    return establishments
      .filter(({ status }) => status === 'active')
      .map(({ unifiedNumber, name, role }) => ({
        id: `${role}:${unifiedNumber}`,
        capacity: { kind: role, establishment: { type: 'establishment', unifiedNumber, name } },
      }));
  } catch {
    return null; // shown to the person as "the register does not answer": the sign-in itself goes on
  }
}
