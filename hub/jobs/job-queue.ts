import { createHash, randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { JobDefinition, Log } from '@amanah/plugin-api';
import { Queue, Worker, type Job } from 'bullmq';
import type { Store } from '../store/contract.ts';
import { keepDeadLetter, type TakenLetter } from './dead-letters.ts';
import { openQueueConnection } from './queue-connection.ts';
import { retryDelay, type RetryDelays } from './retry-delays.ts';

/** A job on its way: whose, which, and the key that makes it one. `replay` tells a repeated run of a dead letter from the first. */
export interface QueuedJob {
  readonly owner: string;
  readonly name: string;
  readonly key: string;
  readonly input: unknown;
  readonly replay: string | null;
}

export interface JobQueueOptions {
  readonly redisUrl: string | null;
  readonly store: Pick<Store, 'hub' | 'ownerUrl' | 'ping'>;
  readonly log: Log;
  readonly delays: RetryDelays;
}

/** All jobs share one queue, so a process needs one worker and few connections. */
const queueName = 'amanah';
const timeZone = 'Asia/Riyadh';
/** How long a finished job still answers "already done" to the same key. */
const rememberSeconds = 86_400;
/** Longest wait for a connection that is being cut, in milliseconds. */
const cutMs = 2_000;

/** Opens the one queue, in Redis where `redisUrl` is given and in PostgreSQL otherwise; a Redis that is away does not keep the hub from starting. */
export async function createJobQueue({ redisUrl, store, log, delays }: JobQueueOptions) {
  const definitions = new Map<string, JobDefinition<unknown>>();
  const place = await openQueueConnection({ redisUrl, store, log });
  const queue = new Queue(queueName, { connection: place.connection as never }, place.backend as never);
  queue.on('error', (error) => log.warn({ err: error }, 'job queue lost its connection'));
  await place.opened(() => queue.waitUntilReady());
  let worker: Worker | null = null;
  /** Jobs whose letter this process has kept: their `failed` event must not write it again after an operator has replayed it. */
  const kept = new Set<string>();
  /** Jobs that run here at this moment. */
  let runs = 0;

  function optionsOf(definition: JobDefinition<unknown>) {
    return { attempts: definition.attempts, backoff: { type: 'custom' }, removeOnComplete: { age: rememberSeconds }, removeOnFail: true };
  }

  /** @throws STORE_QUEUE_UNAVAILABLE while Redis is away */
  async function add(job: QueuedJob): Promise<void> {
    const definition = definitions.get(nameOf(job.owner, job.name));
    if (!definition) throw new Error(`no job ${job.name} of ${job.owner}`);
    await place.reach(() => queue.add(nameOf(job.owner, job.name), job, { ...optionsOf(definition), jobId: idOf(job) }));
  }

  async function process(job: Job): Promise<void> {
    const definition = definitions.get(job.name);
    const data = job.data as QueuedJob;
    runs += 1;
    const final = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    try {
      if (!definition) throw new Error(`no job ${job.name} in this release`);
      await runWithin(definition, definition.input.parse(data.input), job);
    } catch (error) {
      log.warn({ err: error, job: job.name, attempt: job.attemptsMade + 1, final }, 'job failed');
      // Kept before the queue forgets the job: a crash between the two repeats the job rather than losing it.
      if (final) {
        await bury(job, error);
        kept.add(job.id ?? '');
      }
      throw error;
    } finally {
      runs -= 1;
    }
  }

  async function bury(job: Job, error: unknown): Promise<void> {
    const { owner, name, key, input, replay } = job.data as QueuedJob;
    const run = `job ${job.id} ${replay ?? ''}`.trim();
    await keepDeadLetter(store.hub, { run, kind: 'job', owner, name, input: { key, input }, error, attempts: job.attemptsMade + 1 });
  }

  async function schedule(): Promise<void> {
    const wanted = new Set<string>();
    for (const [id, definition] of definitions) {
      if (!definition.cron) continue;
      const [owner = '', name = ''] = id.split('/');
      const data: QueuedJob = { owner, name, key: 'schedule', input: {}, replay: null };
      wanted.add(id);
      await queue.upsertJobScheduler(
        id,
        { pattern: definition.cron, tz: timeZone },
        { name: id, data, opts: { ...optionsOf(definition), removeOnComplete: true } },
      );
    }
    for (const scheduler of await queue.getJobSchedulers()) {
      if (!wanted.has(scheduler.key)) await queue.removeJobScheduler(scheduler.key);
    }
  }

  return {
    define(owner: string, definition: JobDefinition<unknown>): void {
      definitions.set(nameOf(owner, definition.name), definition);
    },
    add,
    async replay(letter: TakenLetter): Promise<void> {
      const { key, input } = letter.input as { key: string; input: unknown };
      await add({ owner: letter.owner, name: letter.name, key, input, replay: randomUUID() });
    },
    async start(): Promise<void> {
      await place.whenever(schedule);
      worker = new Worker(
        queueName,
        process,
        {
          connection: place.connection as never,
          concurrency: 8,
          lockDuration: 15_000,
          stalledInterval: 5_000,
          // A job whose process was killed is tried again, as often as its own attempts allow.
          maxStalledCount: 20,
          settings: { backoffStrategy: (failed: number) => retryDelay(delays, failed) },
        },
        place.backend as never,
      );
      worker.on('error', (error) => log.warn({ err: error }, 'job worker lost its connection'));
      worker.on('failed', (job, error) => {
        if (job && kept.delete(job.id ?? '')) return;
        // Failed without running here: its process was killed too often.
        if (job && job.attemptsMade >= (job.opts.attempts ?? 1))
          void bury(job, error).catch((cause: unknown) => log.error({ err: cause }, 'a dead letter could not be kept'));
      });
      const started = worker;
      await place.opened(() => started.waitUntilReady());
    },
    async load() {
      const [{ waiting = 0, active = 0, delayed = 0 }, schedulers] = await place.reach(() =>
        Promise.all([queue.getJobCounts('waiting', 'active', 'delayed'), queue.getJobSchedulers()]),
      );
      const schedules = schedulers.map(({ key, pattern, next }) => {
        const [plugin = '', job = ''] = key.split('/');
        return { plugin, job, pattern: pattern ?? '', nextAt: next ? new Date(next).toISOString() : null };
      });
      return { queue: { waiting, active, delayed }, schedules };
    },
    ping: place.ping,
    /** Takes no new jobs, lets running ones end within `drainMs`; what does not end is tried again elsewhere. */
    async close(drainMs: number): Promise<void> {
      const ended = await endedWithin(runs > 0 || place.isUp() ? drainMs : cutMs, worker?.close());
      if (!ended) await endedWithin(cutMs, worker?.close(true));
      await endedWithin(cutMs, queue.close());
      await place.close();
    },
  };
}

/** Whether it ended in time; with Redis gone, closing would wait for its return. */
async function endedWithin(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const ended = await Promise.race([(work ?? Promise.resolve()).then(() => true), late]);
  clearTimeout(timer);
  return ended;
}

async function runWithin(definition: JobDefinition<unknown>, input: unknown, job: Job): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new AmanahError('STORE_JOB_TIMEOUT', { params: { name: definition.name } })), definition.timeoutMs);
  const aborted = new Promise<never>((_, reject) => late.signal.addEventListener('abort', () => reject(late.signal.reason as Error), { once: true }));
  try {
    await Promise.race([definition.run(input, { actor: null, language: 'ar', signal: late.signal, requestId: `job-${job.id}` }), aborted]);
  } finally {
    clearTimeout(timer);
  }
}

function nameOf(owner: string, name: string): string {
  return `${owner}/${name}`;
}

/** The idempotency key as a job id that the queue takes (no colons, no plain numbers). */
function idOf({ owner, name, key, replay }: QueuedJob): string {
  return `k${createHash('sha256')
    .update(JSON.stringify([owner, name, key, replay]))
    .digest('hex')
    .slice(0, 40)}`;
}
