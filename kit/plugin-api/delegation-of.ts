import type { Capacity, DelegationTerms } from './actor.ts';

/** The delegation under which a capacity acts; `null` for one's own right, or that of one's post. */
export function delegationOf(capacity: Capacity): DelegationTerms | null {
  if (capacity.kind === 'agent') return capacity.delegation ?? null;
  if (capacity.kind !== 'delegate') return null;
  const { delegationId: id, services, expiresAt, feeLimit = null } = capacity;
  return { id, services, expiresAt, feeLimit };
}
