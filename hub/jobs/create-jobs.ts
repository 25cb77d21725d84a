import type { JobDefinition, Log, Queryable } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Jobs } from './contract.ts';
import { listDeadLetters, takeDeadLetter } from './dead-letters.ts';
import { createJobQueue, type QueuedJob } from './job-queue.ts';
import { createRelay, isQueueAway } from './outbox-relay.ts';
import { retryDelays, type RetryDelays } from './retry-delays.ts';

/** Longest wait for running work when the hub stops, in milliseconds. */
const drainMs = 20_000;

/**
 * Queues, workers, schedules and the outbox relay. `delays` is for tests that cannot wait for real back-off.
 * Nothing runs before `start`.
 */
export async function createJobs(
  config: Pick<HubConfig, 'redisUrl'>,
  store: Pick<Store, 'hub' | 'listen' | 'emit' | 'ownerUrl' | 'ping'>,
  log: Log,
  delays: RetryDelays = retryDelays,
): Promise<Jobs> {
  const queue = await createJobQueue({ redisUrl: config.redisUrl?.reveal() ?? null, store, log, delays });
  const relay = createRelay({ store, log, delays });

  /**
   * A job asked for inside a transaction travels through the outbox, so that it exists exactly when the change does; so does one asked for
   * while Redis is away.
   */
  function throughOutbox(tx: Queryable, queued: QueuedJob): Promise<void> {
    const { owner, name, key } = queued;
    return store.emit(tx, { type: jobEvent(owner), source: owner, subject: `job ${owner} ${name} ${key}`, data: queued });
  }

  const owners = new Set<string>();

  return {
    define<I>(owner: string, job: JobDefinition<I>) {
      queue.define(owner, job as JobDefinition<unknown>);
      if (!owners.has(owner)) relay.subscribe('hub', jobEvent(owner), async (event) => queue.add(event.data as QueuedJob));
      owners.add(owner);
      return {
        async enqueue(input: I, tx?: Queryable) {
          const checked = job.input.parse(input);
          const queued: QueuedJob = { owner, name: job.name, key: job.key(checked), input: checked, replay: null };
          if (tx) return throughOutbox(tx, queued);
          await queue.add(queued).catch((error: unknown) => {
            if (!isQueueAway(error)) throw error;
            return throughOutbox(store.hub, queued);
          });
        },
      };
    },
    subscribe: relay.subscribe,
    subscribeAll: relay.subscribeAll,
    deadLetters: () => listDeadLetters(store.hub),
    async replay(id) {
      const letter = await takeDeadLetter(store.hub, id);
      await (letter.kind === 'job' ? queue.replay(letter) : relay.replay(letter));
      await letter.forget();
    },
    async discard(id) {
      const letter = await takeDeadLetter(store.hub, id);
      await letter.forget();
      return { owner: letter.owner, name: letter.name };
    },
    load: () => queue.load(),
    async start() {
      await queue.start();
      await relay.start();
    },
    ping: (signal) => queue.ping(signal),
    async close() {
      await Promise.all([relay.close(drainMs), queue.close(drainMs)]);
    },
  };
}

function jobEvent(owner: string): string {
  return `${owner}.job.enqueued`;
}
