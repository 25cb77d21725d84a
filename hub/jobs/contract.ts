import type { Call, DeadLetter, HubFigures, JobDefinition, PluginEvent, Queryable } from '@amanah/plugin-api';

/** Queues, workers, schedules and the outbox relay; the only room that imports BullMQ. */
export interface Jobs {
  define<I>(owner: string, job: JobDefinition<I>): { enqueue(input: I, tx?: Queryable): Promise<void> };
  /** Handler of events by type, delivered at least once and in order per subject, retried with back-off. */
  subscribe(owner: string, type: string, handle: (event: PluginEvent, call: Call) => Promise<void>): void;
  /** Handler of every event, whatever its type; the hub's own only. */
  subscribeAll(owner: string, handle: (event: PluginEvent, call: Call) => Promise<void>): void;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Puts a job into the queue again, or runs the handler of an event now; then the dead letter is gone. @throws STORE_DEAD_LETTER_UNKNOWN, or what the handler throws */
  replay(id: string): Promise<void>;
  /** Forgets a dead letter for good. @throws STORE_DEAD_LETTER_UNKNOWN */
  discard(id: string): Promise<{ readonly owner: string; readonly name: string }>;
  /** What waits and runs now, and what is scheduled next. */
  load(): Promise<Pick<HubFigures, 'queue' | 'schedules'>>;
  /** Starts workers and relay (role worker or all). */
  start(): Promise<void>;
  ping(signal: AbortSignal): Promise<void>;
  /** Lets running jobs end within the drain time. */
  close(): Promise<void>;
}
