import { feelValue } from '../conditions/condition.ts';
import { isActivity, type Procedure, type Timer } from '../definition.ts';
import { isDue } from '../duration.ts';
import type { Command } from './commands.ts';
import { NotPossible } from './not-possible.ts';
import type { Data, Token } from './state.ts';
import type { Waiting } from './waiting.ts';

/** What the caller sets when a token begins to wait for something. Errors need nothing: they are brought. */
export function armed(procedure: Procedure, { id }: Token, { node, waits }: Waiting, scope: Data): Command[] {
  if (waits.on === 'timer') return [{ do: 'set-timer', token: id, timer: node, due: dueOf(node, waits, scope), calendar: waits.calendar }];
  if (waits.on !== 'message') return [];
  const at = procedure.nodes.get(node);
  const lane = at?.lane === undefined ? undefined : procedure.lanes.get(at.lane);
  const sla = at && isActivity(at) ? at.sla : undefined;
  const holder = lane?.holder ?? 'authority';
  return [{ do: 'await', token: id, event: node, message: waits.message, holder, ...(sla !== undefined && { sla }) }];
}

/** What the caller takes back when the token no longer waits for it. */
export function disarmed({ id }: Token, { node, waits }: Waiting): Command[] {
  if (waits.on === 'timer') return [{ do: 'clear-timer', token: id, timer: node }];
  return waits.on === 'message' ? [{ do: 'stop-await', token: id, event: node, message: waits.message }] : [];
}

function dueOf(at: string, { due = '' }: Timer, scope: Data): string {
  const value = due.startsWith('=') ? feelValue(due, scope) : due;
  if (typeof value !== 'string' || !isDue(value)) throw new NotPossible({ reason: 'no-due', at });
  return value;
}
