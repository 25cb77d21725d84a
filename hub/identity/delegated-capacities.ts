import type { Bilingual, Capacity, EstablishmentRef, PersonRef } from '@amanah/plugin-api';
import type { Queryable } from '../store/contract.ts';
import { isSuspended } from './commerce-register.ts';

interface InForce {
  readonly id: string;
  readonly principal: PersonRef | EstablishmentRef;
  readonly services: string[];
  readonly expires_at: Date;
  readonly fee_limit: string | null;
}

interface Delegated {
  readonly choices: readonly { readonly id: string; readonly capacity: Capacity }[];
  /** Establishments whose register is suspended: nobody acts for them (rules.md B5). */
  readonly suspended: readonly Bilingual[];
}

const inForce = `SELECT id, principal, services, expires_at, fee_limit FROM hub.delegation
  WHERE accepted_at IS NOT NULL AND ended_at IS NULL AND expires_at > now()`;

/** What accepted delegations in force give: to the holder of a national id, and to the offices that the person works in. */
export async function delegatedCapacities(
  db: Queryable,
  held: { readonly nationalId: string | null; readonly agents: readonly { readonly id: string; readonly office: EstablishmentRef }[] },
  register: string | null,
): Promise<Delegated> {
  const own = held.nationalId === null ? [] : await db.query<InForce>(`${inForce} AND delegate_national_id = $1 ORDER BY created_at`, [held.nationalId]);
  const choices: { id: string; capacity: Capacity; principal: InForce['principal'] }[] = own.map((row) => ({
    id: `delegate:${row.id}`,
    principal: row.principal,
    capacity: { kind: 'delegate', principal: row.principal, delegationId: row.id, ...termsOf(row) },
  }));
  for (const { id, office } of held.agents) {
    const clients = await db.query<InForce>(`${inForce} AND office->>'unifiedNumber' = $1 ORDER BY created_at`, [office.unifiedNumber]);
    for (const row of clients)
      choices.push({
        id: `${id}/${row.id}`,
        principal: row.principal,
        capacity: { kind: 'agent', office, client: row.principal, delegation: { id: row.id, ...termsOf(row) } },
      });
  }
  const suspended = await suspendedOf(
    choices.map(({ principal }) => principal),
    register,
  );
  return {
    choices: choices.flatMap(({ id, capacity, principal }) =>
      principal.type === 'establishment' && suspended.has(principal.unifiedNumber) ? [] : [{ id, capacity }],
    ),
    suspended: [...suspended.values()],
  };
}

const termsOf = ({ services, expires_at, fee_limit }: InForce) => ({ services, expiresAt: expires_at.toISOString(), feeLimit: fee_limit });

async function suspendedOf(principals: readonly InForce['principal'][], register: string | null): Promise<ReadonlyMap<string, Bilingual>> {
  const establishments = new Map(principals.flatMap((one) => (one.type === 'establishment' ? [[one.unifiedNumber, one.name] as const] : [])));
  if (register === null) return new Map();
  const asked = await Promise.all([...establishments].map(async (one) => ((await isSuspended(register, one[0])) ? [one] : [])));
  return new Map(asked.flat());
}
