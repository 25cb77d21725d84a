import type { Procedure } from './definition.ts';

/**
 * The decisions that a step may end with: those that the conditions of the next gateways ask for, and what a default flow leaves open is `open`.
 * A page makes its buttons of them, and the caller refuses any other.
 */
export function decisionsOf(procedure: Procedure, step: string): { readonly decisions: readonly string[]; readonly open: boolean } {
  const decisions = new Set<string>();
  let open = false;
  const seen = new Set<string>();
  const ahead = (procedure.nodes.get(step)?.outgoing ?? []).map(({ to }) => to);
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = procedure.nodes.get(id);
    if (node?.kind !== 'gateway' || seen.has(id)) continue;
    seen.add(id);
    const asks = node.outgoing.some(({ condition }) => condition?.decision !== undefined);
    for (const { id: flow, condition, to } of node.outgoing) {
      if (condition?.decision !== undefined) decisions.add(condition.decision);
      else if (asks && (flow === node.fallback || condition)) open = true;
      // What follows a decision that has been asked for is asked of the next step.
      if (!asks) ahead.push(to);
    }
  }
  return { decisions: [...decisions], open };
}
