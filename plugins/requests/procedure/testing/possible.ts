import { decisionsOf } from '../decisions.ts';
import type { Procedure } from '../definition.ts';
import type { ProcedureEvent, ProcedureState } from '../running/state.ts';
import { waitsOf } from '../running/waiting.ts';

/** Every event that could come next to a running request: each decision of each step, each message, each timer. */
export function possibleEvents(procedure: Procedure, state: ProcedureState): ProcedureEvent[] {
  return state.tokens.flatMap((token): ProcedureEvent[] => {
    const node = procedure.nodes.get(token.at);
    const decided = (step: string): { decision?: string }[] => {
      const { decisions, open } = decisionsOf(procedure, step);
      return decisions.length === 0 ? [{}] : [...decisions.map((decision) => ({ decision })), ...(open ? [{ decision: 'something else' }] : [])];
    };
    const doable = node?.kind === 'call' || (node?.kind === 'task' && node.does !== 'receive');
    const done = doable ? decided(node.id).map((decision): ProcedureEvent => ({ type: 'done', token: token.id, ...decision })) : [];
    const others = waitsOf(procedure, token).flatMap(({ node: id, waits }): ProcedureEvent[] => {
      if (waits.on === 'timer') return [{ type: 'timer', token: token.id, timer: id }];
      if (waits.on === 'error') return [{ type: 'error', token: token.id, code: waits.code ?? 'any' }];
      return decided(id).map((decision) => ({ type: 'message', message: waits.message, token: token.id, ...decision }));
    });
    return [...done, ...others];
  });
}
