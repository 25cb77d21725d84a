import { isActivity, type Boundary, type ErrorWait, type MessageWait, type Node, type Procedure, type Timer } from '../definition.ts';
import type { Token } from './state.ts';

/** Something that a token waits for: the node is the event itself, a boundary event of its step, or a branch of its event-based gateway. */
export interface Waiting {
  readonly node: string;
  readonly waits: Timer | MessageWait | ErrorWait;
  readonly boundary?: Boundary;
}

const nodeOf = (procedure: Procedure, id: string): Node | undefined => procedure.nodes.get(id);

/** Everything that a token waits for besides being done. Boundary events that have happened are no longer waited for. */
export function waitsOf(procedure: Procedure, token: Token): Waiting[] {
  const node = nodeOf(procedure, token.at);
  if (!node) return [];
  if (node.kind === 'catch') return [{ node: node.id, waits: node.waits }];
  if (node.kind === 'gateway' && node.splits === 'event')
    return node.outgoing.flatMap(({ to }): Waiting[] => {
      const branch = nodeOf(procedure, to);
      return branch?.kind === 'catch' ? [{ node: branch.id, waits: branch.waits }] : [];
    });
  if (!isActivity(node)) return [];
  const own: Waiting[] =
    node.kind === 'task' && node.does === 'receive' && node.message !== undefined ? [{ node: node.id, waits: { on: 'message', message: node.message } }] : [];
  const around = node.boundary.flatMap((id): Waiting[] => {
    const boundary = nodeOf(procedure, id);
    return boundary?.kind === 'boundary' && !token.fired?.includes(id) ? [{ node: id, waits: boundary.waits, boundary }] : [];
  });
  return [...own, ...around];
}
