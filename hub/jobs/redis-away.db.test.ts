import { startTestRedis, type TestRedis } from '@amanah/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import { openTestStore, quietLog } from '../store/store-fixture.ts';
import { createJobs } from './create-jobs.ts';
import type { Jobs } from './contract.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let redis: TestRedis;
let jobs: Jobs;
let ran: number[];

beforeEach(async () => {
  opened = await openTestStore();
  redis = await startTestRedis();
  ran = [];
});
afterEach(async () => {
  await jobs.close();
  await redis.stop();
  await opened.close();
});

async function workerWithJob() {
  jobs = await createJobs({ redisUrl: new Secret(redis.url) }, opened.store, quietLog, { first: 5, longest: 200 });
  const input = z.object({ n: z.number() });
  const handle = jobs.define('test', { name: 'count', input, key: ({ n }) => `n${n}`, attempts: 3, timeoutMs: 5_000, run: async ({ n }) => void ran.push(n) });
  await jobs.start();
  return handle;
}

async function comesBack(): Promise<void> {
  redis = await startTestRedis(Number(new URL(redis.url).port));
}

it('a job asked for while Redis is away waits in the database, is no failure, and runs once when Redis is back', async () => {
  const handle = await workerWithJob();
  await redis.stop();
  await handle.enqueue({ n: 1 });
  await handle.enqueue({ n: 1 });
  await opened.store.hub.transaction((tx) => handle.enqueue({ n: 2 }, tx));
  await expect.poll(() => opened.database.query('SELECT 1 FROM hub.outbox WHERE last_error IS NOT NULL'), { timeout: 20_000 }).not.toEqual([]);
  expect(await jobs.deadLetters()).toEqual([]);
  await expect(jobs.ping(AbortSignal.timeout(1_000))).rejects.toThrow(/redis/);
  await expect(jobs.load()).rejects.toMatchObject({ code: 'STORE_QUEUE_UNAVAILABLE' });
  await comesBack();
  await expect.poll(() => [...ran].sort(), { timeout: 30_000 }).toEqual([1, 2]);
  await expect.poll(() => opened.database.query('SELECT 1 FROM hub.outbox')).toEqual([]);
  await jobs.ping(AbortSignal.timeout(1_000));
});

it('a worker that starts while Redis is away begins to work when Redis comes', async () => {
  await redis.stop();
  const handle = await workerWithJob();
  await handle.enqueue({ n: 7 });
  await comesBack();
  await expect.poll(() => ran, { timeout: 30_000 }).toEqual([7]);
});

it('a worker ends in time while Redis is away', async () => {
  await workerWithJob();
  await redis.stop();
  await jobs.close();
});
