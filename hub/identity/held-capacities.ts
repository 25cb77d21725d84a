import type { Bilingual, EstablishmentRef } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HeldCapacity } from './people.ts';

type HeldRoles = HeldCapacity['roles'];

/** A post in a unit of the organisation; every official also holds the role of that name there. */
export function officialOf(access: Pick<Access, 'unit'>, unit: string, post: Bilingual, roles: HeldRoles): HeldCapacity {
  return {
    id: `official:${unit}`,
    capacity: { kind: 'official', unit, unitTitle: access.unit(unit)?.name ?? post, post },
    roles: [{ role: 'official', unit }, ...roles],
  };
}

/** Work in a private accredited office. */
export function agentOf(office: EstablishmentRef, roles: HeldRoles): HeldCapacity {
  return { id: `agent:${office.unifiedNumber}`, capacity: { kind: 'agent', office }, roles };
}

/** Acting for another government body. */
export function governmentOf(body: EstablishmentRef, roles: HeldRoles): HeldCapacity {
  return { id: `government:${body.unifiedNumber}`, capacity: { kind: 'government', body }, roles };
}
