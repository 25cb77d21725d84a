import { Worker } from 'node:worker_threads';
import type { Log } from '@amanah/plugin-api';

/** What blocked the event loop: the plugin whose code was on the stack, and where. */
export interface Blocking {
  readonly plugin: string | null;
  readonly at: string;
  readonly blockedMs: number;
}

/**
 * Watches the event loop from a thread beside it. When no beat came for `limitMs`, it pauses the main thread for a moment,
 * reads the stack, and names the plugin: this works inside an endless loop too, where timers of the main thread cannot.
 */
export function watchEventLoop(limitMs: number, log: Log, onBlocked: (blocking: Blocking) => void = () => {}): { close(): Promise<void> } {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: { beats, limitMs } });
  worker.unref();
  const beat = setInterval(() => Atomics.add(beats, 0, 1), Math.max(10, limitMs / 5));
  beat.unref();
  worker.on('message', (blocking: Blocking) => {
    log.error({ ...blocking }, blocking.plugin ? `plugin "${blocking.plugin}" blocked the event loop` : 'the event loop was blocked');
    onBlocked(blocking);
  });
  worker.on('error', (error) => log.error({ err: error }, 'the event loop is not watched any more'));
  return {
    close: async () => {
      clearInterval(beat);
      await worker.terminate();
    },
  };
}
