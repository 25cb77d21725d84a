import { isActivity, type Node, type Procedure } from './definition.ts';
import { armed, disarmed } from './running/arming.ts';
import type { Change, Command } from './running/commands.ts';
import { NotPossible } from './running/not-possible.ts';
import { begin } from './running/step-commands.ts';
import type { Data, ProcedureState, Token } from './running/state.ts';
import { waitsOf } from './running/waiting.ts';

/** Why a running request must finish on its version; `key` names a text of `procedures.obstacles`. */
export interface Obstacle {
  readonly key: 'step-gone' | 'step-of-another-kind' | 'step-elsewhere' | 'flow-gone' | 'undo-gone' | 'no-due' | 'ended';
  readonly at: string;
}
export type Moved = { readonly state: ProcedureState; readonly commands: readonly (Command | Change)[] } | { readonly obstacles: readonly Obstacle[] };

const kindOf = (node: Node) => (node.kind === 'task' ? node.does : node.kind === 'gateway' ? node.splits : node.kind);

function obstaclesAt(from: Procedure, to: Procedure, token: Token): Obstacle[] {
  const [before, after] = [from.nodes.get(token.at), to.nodes.get(token.at)];
  if (!before || !after) return [{ key: 'step-gone', at: token.at }];
  if (kindOf(before) !== kindOf(after)) return [{ key: 'step-of-another-kind', at: token.at }];
  if (before.scope !== after.scope) return [{ key: 'step-elsewhere', at: token.at }];
  const came = token.via === undefined || after.incoming.some(({ id }) => id === token.via);
  return came ? [] : [{ key: 'flow-gone', at: token.via ?? '' }];
}

/** What else is waited for in the new version, and what no longer; a task whose people, form or time limit are others is changed, not opened anew. */
function changesAt(from: Procedure, to: Procedure, token: Token, data: Data): (Command | Change)[] {
  const text = (value: unknown) => JSON.stringify(value);
  const before = waitsOf(from, token).map(({ node, waits }) => text([node, waits]));
  const after = waitsOf(to, token).map(({ node, waits }) => text([node, waits]));
  const gone = waitsOf(from, token).filter(({ node, waits }) => !after.includes(text([node, waits])));
  const fresh = waitsOf(to, token).filter(({ node, waits }) => !before.includes(text([node, waits])));
  const [old, now] = [from.nodes.get(token.at), to.nodes.get(token.at)];
  const opened = now && isActivity(now) ? begin(to, now, token) : [];
  const same = old && isActivity(old) && text(begin(from, old, token)) === text(opened);
  const changed = same ? [] : opened.flatMap((command): Change[] => (command.do === 'open' ? [{ ...command, do: 'change' }] : []));
  return [...gone.flatMap((waiting) => disarmed(token, waiting)), ...changed, ...fresh.flatMap((waiting) => armed(to, token, waiting, data))];
}

/**
 * Moves a running request to another version of its procedure, if each step where it stands is there too. Nothing that is open is begun again. Whoever
 * does not keep the answer has made a dry run.
 */
export function moveToVersion(from: Procedure, to: Procedure, state: ProcedureState, data: Data = {}): Moved {
  if (state.ended) return { obstacles: [{ key: 'ended', at: from.start }] };
  const undone = (state.undo ?? []).filter((id) => {
    const node = to.nodes.get(id);
    return !node || !isActivity(node) || node.compensatedBy === undefined;
  });
  const obstacles = [...state.tokens.flatMap((token) => obstaclesAt(from, to, token)), ...undone.map((at): Obstacle => ({ key: 'undo-gone', at }))];
  if (obstacles.length > 0) return { obstacles };
  try {
    return { state, commands: state.tokens.flatMap((token) => changesAt(from, to, token, { ...data, decision: null, decisions: state.decisions })) };
  } catch (error) {
    if (error instanceof NotPossible) return { obstacles: [{ key: 'no-due', at: error.ignored.at ?? '' }] };
    throw error;
  }
}
