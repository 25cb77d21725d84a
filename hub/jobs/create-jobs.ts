import type { JobDefinition, Log, Queryable } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Jobs } from './contract.ts';
import { listDeadLetters, nextAskedFor, replayChannel, takeDeadLetter } from './dead-letters.ts';
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
  let stopListening: (() => Promise<void>) | undefined;

  async function replay(id: string): Promise<void> {
    const letter = await takeDeadLetter(store.hub, id);
    await (letter.kind === 'job' ? queue.replay(letter) : relay.replay(letter));
    await letter.forget();
  }

  /** Letters that a command asked to be run again; one that fails once more stays. */
  async function replayAskedFor(): Promise<void> {
    for (let id = await nextAskedFor(store.hub); id !== null; id = await nextAskedFor(store.hub))
      await replay(id).catch((error: unknown) => log.warn({ err: error, letter: id }, 'a dead letter failed again'));
  }

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
    replay,
    async discard(id) {
      const letter = await takeDeadLetter(store.hub, id);
      await letter.forget();
      return { owner: letter.owner, name: letter.name };
    },
    load: () => queue.load(),
    async start() {
      await queue.start();
      await relay.start();
      const asked = () => void replayAskedFor().catch((error: unknown) => log.warn({ err: error }, 'dead letters could not be read'));
      stopListening = await store.listen(replayChannel, asked);
      asked();
    },
    ping: (signal) => queue.ping(signal),
    async close() {
      await stopListening?.();
      await Promise.all([relay.close(drainMs), queue.close(drainMs)]);
    },
  };
}

function jobEvent(owner: string): string {
  return `${owner}.job.enqueued`;
}
