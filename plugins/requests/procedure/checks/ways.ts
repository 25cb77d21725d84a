import { isActivity, type Node, type Procedure } from '../definition.ts';
import type { ProcedureFinding } from './finding.ts';

/** Where a token can go from a node: by its flows, by events at its border, into it. */
function onward(node: Node): readonly string[] {
  const by = node.outgoing.map(({ to }) => to);
  if (!isActivity(node)) return by;
  const undo = node.compensatedBy === undefined ? [] : [node.compensatedBy];
  return [...by, ...node.boundary, ...undo, ...(node.kind === 'sub-process' ? [node.start] : [])];
}

function reachable(procedure: Procedure): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [procedure.start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = procedure.nodes.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    open.push(...onward(node));
  }
  return found;
}

/** Nodes from which an end of their own scope can be reached. */
function leadingOut(procedure: Procedure): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...procedure.nodes.values()].filter(({ kind }) => kind === 'end').map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = procedure.nodes.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    open.push(...node.incoming.map(({ from }) => from));
    if (node.kind === 'boundary') open.push(node.attachedTo);
  }
  return found;
}

/** Steps that no path comes to, and steps from which no path comes to an end. */
export function checkWays(procedure: Procedure): ProcedureFinding[] {
  const [reached, out] = [reachable(procedure), leadingOut(procedure)];
  return [...procedure.nodes.values()].flatMap((node): ProcedureFinding[] => {
    if (!reached.has(node.id)) return [{ key: 'unreachable', at: node.id, severity: 'error' }];
    const undoes = node.kind === 'task' && node.compensates;
    return undoes || out.has(node.id) ? [] : [{ key: 'no-way-out', at: node.id, severity: 'error' }];
  });
}
