import type { PluginAccess } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Identity } from '../identity/contract.ts';

/** What plugins may ask of units, roles and permissions. */
export function pluginAccess(access: Access, identity: Pick<Identity, 'peopleWithRole' | 'accountsWithPermission'>): PluginAccess {
  return {
    may: (actor, permission, unit) => access.decide(actor, permission, unit).allowed,
    unitsWith: (actor, permission) => access.unitsWith(actor, permission),
    holds: (actor, role, unit) => access.rolesOf(actor).some((held) => held.role === role && (held.units?.includes(unit) ?? true)),
    rolesOf: (actor) => access.rolesOf(actor),
    holdersOf: (role, unit) => identity.peopleWithRole(role, unit),
    holdersWith: (permission, unit) => identity.accountsWithPermission(permission, unit),
    units: () => access.units(),
    unit: (id) => access.unit(id),
    roles: () => access.roles().map(({ id, title }) => ({ id, title })),
  };
}
