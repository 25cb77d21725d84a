import { readFile } from 'node:fs/promises';
import type { Grant } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Access, Unit } from './contract.ts';
import { decide, rolesOf, unitsWith } from './decide.ts';
import { parseRoleFile, type ConfiguredRole } from './role-file.ts';
import { createUnitTree } from './unit-tree.ts';

/** Reads units and roles of this Amanah from its configuration folder. @throws Error naming file and entry that is wrong. */
export async function createAccess(config: Pick<HubConfig, 'configDir'>): Promise<Access & { close(): Promise<void> }> {
  const [organisation, roles] = await Promise.all([
    readFile(new URL('organisation.json', config.configDir), 'utf8'),
    readFile(new URL('roles.yaml', config.configDir), 'utf8'),
  ]);
  const { units } = JSON.parse(organisation) as { units: Unit[] };
  return { ...accessOf(units, parseRoleFile(roles)), close: async () => {} };
}

/** Access over given units and roles. */
export function accessOf(units: readonly Unit[], roles: readonly ConfiguredRole[]): Access {
  const tree = createUnitTree(units);
  const roleById = new Map(roles.map((role) => [role.id, role]));
  return {
    decide: (actor, permission, unit) => decide(tree, actor, permission, unit),
    unitsWith: (actor, permission) => unitsWith(tree, actor, permission),
    rolesOf: (actor) => rolesOf(tree, actor),
    grantsOf: (holdings) => grantsOf(roleById, holdings),
    unit: (id) => tree.unit(id),
    units: () => tree.all(),
    role: (id) => roleById.get(id),
    roles: () => roles,
  };
}

function grantsOf(roles: ReadonlyMap<string, ConfiguredRole>, holdings: readonly { role: string; unit: string }[]): readonly Grant[] {
  const units = new Map<string, Set<string>>();
  const everyone = [...roles.values()].filter((role) => role.everyone).map((role) => ({ role: role.id, unit: '*' }));
  for (const { role, unit } of [...everyone, ...holdings]) {
    for (const permission of roles.get(role)?.permissions ?? []) {
      units.set(permission, (units.get(permission) ?? new Set()).add(unit));
    }
  }
  return [...units].map(([permission, on]) => ({ permission, units: on.has('*') ? ['*'] : [...on] }));
}
