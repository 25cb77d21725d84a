import type { Procedure } from '../definition.ts';
import type { ProcedureFinding } from './finding.ts';
import { checkGateways } from './gateways.ts';
import { checkJoins } from './joins.ts';
import { checkPeople } from './people.ts';
import { checkWaits } from './waits.ts';
import { checkWays } from './ways.ts';

/** What the hub knows besides the procedure itself. What is left out is not checked. */
export interface Surroundings {
  readonly roles?: ReadonlySet<string>;
  /** Names of messages that systems and other plugins send. */
  readonly messages?: ReadonlySet<string>;
  readonly procedures?: ReadonlySet<string>;
}

/** Everything an analyst should look at before publishing, in the order of the file. */
export function checkProcedure(procedure: Procedure, { roles, messages, procedures }: Surroundings = {}): ProcedureFinding[] {
  const calls = [...procedure.nodes.values()].flatMap((node): ProcedureFinding[] =>
    node.kind === 'call' && procedures && !procedures.has(node.procedure)
      ? [{ key: 'unknown-procedure', at: node.id, severity: 'error', values: { procedure: node.procedure } }]
      : [],
  );
  return [
    ...checkWays(procedure),
    ...checkJoins(procedure),
    ...checkPeople(procedure, roles),
    ...checkGateways(procedure),
    ...checkWaits(procedure, messages),
    ...calls,
  ];
}
