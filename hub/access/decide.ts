import type { Actor, AnyActor } from '@amanah/plugin-api';
import type { Decision } from './contract.ts';
import type { UnitTree } from './unit-tree.ts';

/** Whether a granted permission covers a wanted one: the same, `<plugin>:*`, or `*`. */
export function covers(granted: string, wanted: string): boolean {
  if (granted === '*' || granted === wanted) return true;
  return granted.endsWith(':*') && wanted.startsWith(granted.slice(0, -1));
}

/** Decides from the actor's grants alone; without `unit` it is enough to hold the permission anywhere. */
export function decide(tree: UnitTree, actor: AnyActor | null, permission: string, unit?: string): Decision {
  if (!actor) return { allowed: false, reason: 'not-signed-in' };
  const held = actor.grants.filter((grant) => covers(grant.permission, permission) && grant.units.length > 0);
  if (held.length === 0) return { allowed: false, reason: 'no-permission' };
  if (unit === undefined) return { allowed: true };
  const holds = held.some((grant) => grant.units.some((root) => root === '*' || tree.within(unit, root)));
  return holds ? { allowed: true } : { allowed: false, reason: 'other-unit' };
}

/** Every unit on which `decide` would allow; `null` = the whole tree, also for units not in the file yet. */
export function unitsWith(tree: UnitTree, actor: AnyActor | null, permission: string): readonly string[] | null {
  const roots = (actor?.grants ?? []).filter((grant) => covers(grant.permission, permission)).flatMap((grant) => grant.units);
  if (roots.includes('*')) return null;
  return tree
    .all()
    .map((unit) => unit.id)
    .filter((id) => roots.some((root) => tree.within(id, root)));
}

/** The roles of the actor's capacity, each with every unit on which it holds; `null` = all. */
export function rolesOf(tree: UnitTree, actor: Actor | null): readonly { readonly role: string; readonly units: readonly string[] | null }[] {
  const units = new Map<string, readonly string[] | null>();
  for (const { role, unit } of actor?.roles ?? []) {
    const before = units.get(role);
    const more = unit === '*' ? null : tree.below(unit);
    units.set(role, before === null || more === null ? null : [...new Set([...(before ?? []), ...more])]);
  }
  return [...units].map(([role, on]) => ({ role, units: on }));
}
