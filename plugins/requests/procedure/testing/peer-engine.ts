import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Engine } from 'bpmn-engine';

interface WaitingTask {
  readonly id: string;
  readonly type: string;
  readonly content: { readonly output?: unknown };
  readonly environment: { readonly output: Record<string, unknown> };
  signal(output: Record<string, true>): void;
}

/** Runs a file with bpmn-engine: does whatever task waits, as decided, and gives the ids of all that were done, sorted; null when it has not ended. */
export async function doneByPeer(xml: string, decide: (step: string, time: number) => string): Promise<string[] | null> {
  const listener = new EventEmitter();
  const waiting: WaitingTask[] = [];
  const done: string[] = [];
  const times = new Map<string, number>();
  listener.on('activity.wait', (task: WaitingTask) => {
    if (task.type === 'bpmn:UserTask') waiting.push(task);
  });
  listener.on('activity.end', (task: WaitingTask) => {
    if (task.type !== 'bpmn:UserTask') return;
    done.push(task.id);
    // Conditions see what tasks were decided only when somebody keeps it for them.
    task.environment.output[task.id] = task.content.output;
  });
  const engine = new Engine({ source: xml });
  let ended = false;
  engine.once('end', () => (ended = true));
  await engine.execute({ listener });
  // A parallel join lets go in a later turn of the event loop.
  for (let idle = 0; !ended && idle < 20; idle++) {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      idle = 0;
      const time = (times.get(task.id) ?? 0) + 1;
      times.set(task.id, time);
      task.signal(
        Object.fromEntries(
          decide(task.id, time)
            .split(' ')
            .map((option) => [option, true as const]),
        ),
      );
    }
    await setImmediate();
  }
  return ended ? done.sort() : null;
}
