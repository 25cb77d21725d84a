import { flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import type { Adapter } from '@amanah/adapter-api';
import type { CallableSystem } from '../contract.ts';
import { FrameReader } from '../frames.ts';
import { Scrubber } from '../scrubber.ts';
import { unship, type ToChild } from '../wire.ts';
import { currentSystem } from './current-system.ts';
import { Door } from './door.ts';
import { TaskRunner } from './task-runner.ts';

/** The hub's end of the stream, as `adapter-link.ts` opens it. */
const hub = new Socket({ fd: 3, readable: true, writable: true });
const lastWordsMs = 500;
const scrubber = new Scrubber();
let door: Door | null = null;
let runner: TaskRunner | null = null;

// The hub decides when its processes end: a signal to the whole group (a terminal, an orchestrator) must not cut off calls that it lets end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// Gone without a word: killed, or crashed.
hub.on('close', () => process.exit(0));
hub.on('error', () => process.exit(0));

process.on('unhandledRejection', (reason) =>
  door?.logOf(currentSystem() ?? null).error({ err: reason }, 'a promise of an adapter was rejected and nobody looked'),
);
process.on('uncaughtException', (error) => {
  const system = currentSystem();
  door?.logOf(system ?? null).error({ err: error }, 'an adapter threw where nobody could catch it');
  if (system !== undefined) door?.send({ kind: 'dying', system });
  // What waits in the stream still leaves, if the hub takes it.
  hub.end(() => process.exit(1));
  setTimeout(() => process.exit(1), lastWordsMs);
});

const reader = new FrameReader(() => 0xffff_ffff);
hub.on('data', (chunk: Buffer) => {
  for (const { head, blobs } of reader.take(chunk)) void take(head as ToChild, blobs);
});

async function take(message: ToChild, blobs: readonly Uint8Array[]): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(message);
    case 'open':
      return runner?.open(unship<CallableSystem>(message.system, blobs));
    case 'close':
      await runner?.close(message.systemId);
      return door?.send({ kind: 'closed', id: message.id });
    case 'task':
      return runner?.run(message.id, message.task, blobs, message.timeoutMs);
    case 'cancel':
      return runner?.cancel(message.id, message.late);
    case 'taken':
      return runner?.taken(message.id);
    case 'end':
      await runner?.closeAll();
      hub.end(() => process.exit(0));
  }
}

async function start({ module, beatMs, logsPerSecond, maxFrameBytes }: Extract<ToChild, { kind: 'start' }>): Promise<void> {
  const out = (door = new Door(hub, scrubber, { linesPerSecond: logsPerSecond, maxFrameBytes }));
  try {
    const { adapter } = (await import(module)) as { adapter?: Adapter<unknown> };
    if (typeof adapter?.connect !== 'function') throw new Error('its module exports no adapter');
    runner = new TaskRunner(adapter, out, scrubber);
  } catch (error) {
    out.send({ kind: 'refused', detail: error instanceof Error ? error.message : 'it threw what is no error' });
    hub.end(() => process.exit(1));
    return;
  }
  setInterval(() => out.send({ kind: 'beat' }), beatMs);
  out.send({ kind: 'ready' });
  // Now, and not at the end: most processes of this kind that end early are killed.
  setImmediate(flushCompileCache);
}
