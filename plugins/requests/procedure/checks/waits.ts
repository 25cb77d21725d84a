import type { MessageWait, Node, Procedure, Timer } from '../definition.ts';
import { isDue } from '../duration.ts';
import type { ProcedureFinding } from './finding.ts';

/** What a node waits for, if it waits for a timer or a message. */
function waitOf(node: Node): Timer | MessageWait | undefined {
  if (node.kind === 'catch') return node.waits;
  if (node.kind === 'boundary') return node.waits.on === 'error' ? undefined : node.waits;
  const receives = node.kind === 'start' || (node.kind === 'task' && node.does === 'receive');
  return receives && node.message !== undefined ? { on: 'message', message: node.message } : undefined;
}

const isSender = (node: Node): boolean => (node.kind === 'end' && node.how === 'message') || (node.kind === 'task' && node.does === 'send');

/** Timers that never run out, messages that never come. `messages`: names that systems and other plugins send. */
export function checkWaits({ nodes }: Procedure, messages: ReadonlySet<string> = new Set()): ProcedureFinding[] {
  const all = [...nodes.values()];
  const sent = new Set(all.flatMap((node) => (isSender(node) && 'message' in node && node.message !== undefined ? [node.message] : [])));
  return all.flatMap((node): ProcedureFinding[] => {
    const wait = waitOf(node);
    if (wait?.on === 'timer') {
      const { due } = wait;
      const sound = due !== undefined && (due.startsWith('=') || isDue(due));
      return sound ? [] : [{ key: 'timer-without-duration', at: node.id, severity: 'error' }];
    }
    if (wait && !sent.has(wait.message) && !messages.has(wait.message))
      return [{ key: 'message-nobody-sends', at: node.id, severity: 'warning', values: { message: wait.message } }];
    return [];
  });
}
