import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import { createPostgresBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { isConnectionTrouble } from '../store/connection-trouble.ts';
import type { Store } from '../store/contract.ts';
import { prepareQueueSchema, queueSchema } from './queue-schema.ts';

/** Longest wait for one answer of the queue, in milliseconds: whoever asks for a job must not wait for a Redis that is gone. */
const answerMs = 5_000;
/** Connections of the queue and its worker in one process; one of them listens. */
const connections = 6;

/** Where the queue lives: our PostgreSQL, or Redis. */
export interface QueueConnection {
  /** For BullMQ's constructors. */
  readonly connection: unknown;
  readonly backend: unknown;
  /** Does `work` when the queue can be reached. @throws STORE_QUEUE_UNAVAILABLE, STORE_UNAVAILABLE */
  reach<T>(work: () => Promise<T>): Promise<T>;
  /** Does `work` now, or when Redis comes, and again whenever it comes back: it may have come back empty. */
  whenever(work: () => Promise<void>): Promise<void>;
  /** Waits for the queue a little; a hub starts without Redis too. */
  opened(ready: () => Promise<unknown>): Promise<void>;
  /** Whether the connection stands at this moment. */
  isUp(): boolean;
  ping(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface QueueConnectionOptions {
  readonly redisUrl: string | null;
  readonly store: Pick<Store, 'ownerUrl' | 'ping'>;
  readonly log: Log;
}

/** Opens the connection of this process to the place where the queue lives; `close` ends it. */
export async function openQueueConnection({ redisUrl, store, log }: QueueConnectionOptions): Promise<QueueConnection> {
  if (redisUrl) return overRedis(redisUrl, log);
  // Before the first queue is opened, which looks at its tables at once.
  await prepareQueueSchema(store.ownerUrl);
  return overPostgres(store, log);
}

/**
 * A connection that has somebody who hears its errors from its first moment on. BullMQ listens a moment late and only while it waits: a connection that
 * the server ends in between would end the whole hub.
 */
class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

function overPostgres(store: QueueConnectionOptions['store'], log: Log): QueueConnection {
  const pool = new pg.Pool({
    connectionString: store.ownerUrl,
    max: connections,
    options: `-c search_path="${queueSchema}"`,
    keepAlive: true,
    application_name: 'amanah queue',
    Client: HeardClient,
  });
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'idle connection of the job queue ended');
  });
  return {
    connection: pool,
    backend: createPostgresBackend,
    reach: (work) =>
      work().catch((error: unknown) => {
        throw isConnectionTrouble(error) ? new AmanahError('STORE_UNAVAILABLE', { cause: error }) : error;
      }),
    whenever: (work) => work(),
    opened: async (ready) => void (await ready()),
    isUp: () => true,
    ping: (signal) => store.ping(signal),
    close: () => pool.end(),
  };
}

function overRedis(url: string, log: Log): QueueConnection {
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectionName: 'amanah-jobs' });
  redis.on('error', (error) => log.warn({ err: error }, 'redis is not reachable'));
  const answered = <T>(work: () => Promise<T>) => within(answerMs, work);

  return {
    connection: redis,
    backend: undefined,
    async reach(work) {
      if (redis.status !== 'ready') throw new AmanahError('STORE_QUEUE_UNAVAILABLE', { detail: `redis is ${redis.status}` });
      return answered(work);
    },
    async whenever(work) {
      const tried = () => answered(work).catch((error: unknown) => log.warn({ err: error }, 'the queue was not prepared'));
      redis.on('ready', () => void tried());
      if (redis.status === 'ready') await tried();
    },
    async opened(ready) {
      await answered(ready).catch((error: unknown) => log.warn({ err: error }, 'the hub starts without redis; jobs wait in the database until it comes'));
    },
    isUp: () => redis.status === 'ready',
    async ping() {
      if (redis.status !== 'ready') throw new Error(`redis is ${redis.status}`);
      await answered(() => redis.ping());
    },
    close: async () => redis.disconnect(),
  };
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AmanahError('STORE_QUEUE_UNAVAILABLE', { detail: `no answer within ${ms} ms` })), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
