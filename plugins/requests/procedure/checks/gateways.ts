import type { Gateway, Procedure } from '../definition.ts';
import type { ProcedureFinding } from './finding.ts';
import { tryOut } from './try-out.ts';

/** Gateways at which a request could get stuck, or could go two ways where one is meant. */
export function checkGateways(procedure: Procedure): ProcedureFinding[] {
  return [...procedure.nodes.values()].flatMap((node): ProcedureFinding[] =>
    node.kind === 'gateway' && node.outgoing.length > 1 && (node.splits === 'exclusive' || node.splits === 'inclusive') ? checkSplit(node) : [],
  );
}

function checkSplit(gateway: Gateway): ProcedureFinding[] {
  const bare = gateway.outgoing.filter(({ id, condition }) => !condition && id !== gateway.fallback);
  if (bare.length > 0) return bare.map(({ id }) => ({ key: 'condition-missing', at: id, severity: 'error', values: { gateway: gateway.id } }));
  const tried = tryOut(gateway);
  const findings: ProcedureFinding[] = [];
  if (tried?.overlap && gateway.splits === 'exclusive')
    findings.push({
      key: 'conditions-overlap',
      at: gateway.id,
      severity: 'warning',
      values: { flows: tried.overlap.flows.join(', '), example: tried.overlap.example },
    });
  const stuck = tried === null || tried.gap !== undefined;
  if (gateway.fallback === undefined && stuck)
    findings.push({ key: 'no-default', at: gateway.id, severity: 'warning', ...(tried?.gap && { values: { example: tried.gap.example } }) });
  return findings;
}
