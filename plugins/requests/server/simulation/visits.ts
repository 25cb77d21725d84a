import type { Node, Procedure, Task } from '../../procedure/definition.ts';

const inspector = 'inspector';

/**
 * Steps with which an inspector's visit begins: those of inspectors that do not follow another one of theirs, whatever stands automatically in between.
 * A visit of several steps is one.
 */
export function visitsOf(procedure: Procedure): Task[] {
  return [...procedure.nodes.values()].filter(
    (node): node is Task => node.kind === 'task' && roleOf(procedure, node) === inspector && peopleBefore(procedure, node).some((role) => role !== inspector),
  );
}

/** The role whose people do a step; none where nobody does. */
const roleOf = ({ lanes }: Procedure, node: Node): string | undefined =>
  node.kind === 'task' && (node.does === 'user' || node.does === 'manual') ? (lanes.get(node.lane ?? '')?.role ?? '') : undefined;

/** Roles of the steps of people from which a request comes to a node; the start counts as one of nobody. */
function peopleBefore(procedure: Procedure, node: Node): string[] {
  const roles: string[] = [];
  const seen = new Set<string>();
  const before = (one: Node) => [...one.incoming.map(({ from }) => from), ...(one.kind === 'boundary' ? [one.attachedTo] : [])];
  const open = before(node);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const found = procedure.nodes.get(id);
    if (!found || seen.has(id)) continue;
    seen.add(id);
    const role = found.kind === 'start' ? '' : roleOf(procedure, found);
    if (role === undefined) open.push(...before(found));
    else roles.push(role);
  }
  return roles;
}
