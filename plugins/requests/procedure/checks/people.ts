import type { Procedure } from '../definition.ts';
import type { ProcedureFinding } from './finding.ts';

/** Steps for people that nobody would get. */
export function checkPeople({ nodes, lanes }: Procedure, roles?: ReadonlySet<string>): ProcedureFinding[] {
  return [...nodes.values()].flatMap((node): ProcedureFinding[] => {
    if (node.kind !== 'task' || (node.does !== 'user' && node.does !== 'manual')) return [];
    const lane = node.lane === undefined ? undefined : lanes.get(node.lane);
    if (!lane) return [{ key: 'no-lane', at: node.id, severity: 'error' }];
    if (lane.role === undefined) return [{ key: 'no-role', at: node.id, severity: 'error', values: { lane: lane.id } }];
    if (roles && !roles.has(lane.role)) return [{ key: 'unknown-role', at: node.id, severity: 'error', values: { lane: lane.id, role: lane.role } }];
    return [];
  });
}
