import type { Procedure } from './definition.ts';
import type { Command } from './running/commands.ts';
import { NotPossible } from './running/not-possible.ts';
import { Run } from './running/run.ts';
import type { Ignored, ProcedureEvent, ProcedureState, Token } from './running/state.ts';
import { waitsOf, type Waiting } from './running/waiting.ts';

/** The next state and what the caller must do with it in one transaction; or the same state and why nothing happened. */
export interface Advanced {
  readonly state: ProcedureState;
  readonly commands: readonly Command[];
  readonly ignored?: Ignored;
}

/**
 * Moves a request one event further. Pure: the same state, event and data always give the same answer, and nothing else is read or written.
 * An event for a token that is gone, repeated by a job or a crash, changes nothing and says so.
 */
export function advance(procedure: Procedure, state: ProcedureState, event: ProcedureEvent): Advanced {
  try {
    const run = new Run(procedure, state, event.data ?? {});
    apply(procedure, state, event, run);
    return { state: run.state(), commands: run.commands };
  } catch (error) {
    if (error instanceof NotPossible) return { state, commands: [], ignored: error.ignored };
    throw error;
  }
}

function apply(procedure: Procedure, state: ProcedureState, event: ProcedureEvent, run: Run): void {
  // One that had nothing to wait for has ended without ever having had a token.
  const hasStarted = state.next > 1 || state.ended !== undefined;
  if (event.type === 'start') {
    if (hasStarted) throw new NotPossible({ reason: 'already-started' });
    return run.start(event.decision);
  }
  if (!hasStarted) throw new NotPossible({ reason: 'not-started' });
  if (state.ended) throw new NotPossible({ reason: 'ended' });
  if (event.type === 'withdraw') {
    if (state.withdrawing) throw new NotPossible({ reason: 'withdrawing' });
    return run.withdraw();
  }
  if (event.type === 'message') {
    const found = awaiting(procedure, state, event.message, event.token);
    return run.happen(found.token, found.waiting, event.decision);
  }
  const token = tokenOf(state, event.token);
  if (event.type === 'done') {
    if (!canBeDone(procedure, token)) throw new NotPossible({ reason: 'not-to-be-done', at: token.at });
    return run.complete(token, event.decision);
  }
  if (event.type === 'error') {
    if (!run.fail(token, event.code)) throw new NotPossible({ reason: 'uncaught-error', at: token.at });
    return;
  }
  const waiting = waitsOf(procedure, token).find(({ node, waits }) => node === event.timer && waits.on === 'timer');
  if (!waiting) throw new NotPossible({ reason: 'not-awaited', at: event.timer });
  run.happen(token, waiting);
}

function tokenOf(state: ProcedureState, id: number): Token {
  const token = state.tokens.find((one) => one.id === id);
  if (!token) throw new NotPossible({ reason: 'token-gone' });
  return token;
}

/** Tasks for people, external steps and calls are done from outside; the rest moves on by itself, by a message or by a timer. */
function canBeDone(procedure: Procedure, { at }: Token): boolean {
  const node = procedure.nodes.get(at);
  return node?.kind === 'call' || (node?.kind === 'task' && node.does !== 'receive');
}

function awaiting(procedure: Procedure, state: ProcedureState, message: string, token?: number): { token: Token; waiting: Waiting } {
  for (const one of token === undefined ? state.tokens : [tokenOf(state, token)]) {
    const waiting = waitsOf(procedure, one).find(({ waits }) => waits.on === 'message' && waits.message === message);
    if (waiting) return { token: one, waiting };
  }
  throw new NotPossible({ reason: 'not-awaited' });
}
