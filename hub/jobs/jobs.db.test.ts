import { startTestRedis, type TestRedis } from '@amanah/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Queryable } from '@amanah/plugin-api';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import { openTestStore, quietLog } from '../store/store-fixture.ts';
import type { Store } from '../store/contract.ts';
import type { Jobs } from './contract.ts';
import { createJobs } from './create-jobs.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let running: Jobs[];
let redis: TestRedis;
let redisUrl: Secret | null;
const soon = { first: 5, longest: 20 };
const input = z.object({ n: z.number() });

async function jobsOn(store: Store): Promise<Jobs> {
  const jobs = await createJobs({ redisUrl }, store, quietLog, soon);
  running.push(jobs);
  return jobs;
}

async function emptyRedis(): Promise<void> {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
}

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  running = [];
  opened = await openTestStore();
});
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.close()));
  await opened.close();
});

describe.each(['PostgreSQL', 'Redis'] as const)('with the queue in %s', (backend) => {
  beforeEach(async () => {
    redisUrl = backend === 'Redis' ? new Secret(redis.url) : null;
    if (redisUrl) await emptyRedis();
  });

  describe('events', () => {
    const emit = (subject: string, n: number) =>
      opened.store.hub.transaction((tx) => opened.store.emit(tx, { type: 'hub.test.counted', source: 'hub', subject, data: { n } }));

    it('reach their handler in order per subject with two replicas and a handler that fails at times', async () => {
      const seen: Record<string, number[]> = {};
      let calls = 0;
      for (const store of [opened.store, await opened.replica()]) {
        const jobs = await jobsOn(store);
        jobs.subscribe('test', 'hub.test.counted', async (event) => {
          if (++calls % 5 === 0) throw new Error('at times');
          (seen[event.subject] ??= []).push((event.data as { n: number }).n);
        });
        await jobs.start();
      }
      for (let n = 0; n < 10; n++) await Promise.all(['a', 'b', 'c'].map((subject) => emit(subject, n)));
      const inOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
      await expect.poll(() => seen, { timeout: 30_000 }).toEqual({ a: inOrder, b: inOrder, c: inOrder });
    });

    it('of a change that was rolled back are never delivered', async () => {
      const jobs = await jobsOn(opened.store);
      const seen: unknown[] = [];
      jobs.subscribe('test', 'hub.test.counted', async (event) => void seen.push(event.data));
      await jobs.start();
      const failing = opened.store.hub.transaction(async (tx) => {
        await opened.store.emit(tx, { type: 'hub.test.counted', source: 'hub', subject: 'x', data: { n: 1 } });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await emit('y', 2);
      await expect.poll(() => seen).toEqual([{ n: 2 }]);
    });

    it('that always fail become a dead letter, let the next of their subject pass, and can be replayed', async () => {
      const jobs = await jobsOn(opened.store);
      let broken = true;
      const seen: number[] = [];
      jobs.subscribe('test', 'hub.test.counted', async (event) => {
        const { n } = event.data as { n: number };
        if (broken && n === 1) throw new Error('broken handler');
        seen.push(n);
      });
      await jobs.start();
      await emit('s', 1);
      await emit('s', 2);
      await expect.poll(() => seen, { timeout: 30_000 }).toEqual([2]);
      const [letter] = await jobs.deadLetters();
      expect(letter).toMatchObject({ plugin: 'test', job: 'hub.test.counted', error: 'Error: broken handler', attempts: 10 });
      broken = false;
      await jobs.replay(letter!.id);
      expect(seen).toEqual([2, 1]);
      expect(await jobs.deadLetters()).toEqual([]);
    });
  });

  describe('jobs', () => {
    it('run once per key, however often and by whichever replica they are asked for', async () => {
      const ran: number[] = [];
      const handles: { enqueue(input: { n: number }, tx?: Queryable): Promise<void> }[] = [];
      for (const store of [opened.store, await opened.replica()]) {
        const jobs = await jobsOn(store);
        handles.push(
          jobs.define('test', { name: 'count', input, key: ({ n }) => `n${n}`, attempts: 3, timeoutMs: 5_000, run: async ({ n }) => void ran.push(n) }),
        );
        await jobs.start();
      }
      await Promise.all(handles.flatMap((handle) => [handle.enqueue({ n: 1 }), handle.enqueue({ n: 1 }), handle.enqueue({ n: 2 })]));
      await opened.store.hub.transaction((tx) => handles[0]!.enqueue({ n: 3 }, tx));
      await expect.poll(() => [...ran].sort(), { timeout: 20_000 }).toEqual([1, 2, 3]);
      await handles[1]!.enqueue({ n: 1 });
      await handles[1]!.enqueue({ n: 4 });
      await expect.poll(() => [...ran].sort(), { timeout: 20_000 }).toEqual([1, 2, 3, 4]);
    });

    it('are tried again, kept as dead letters when they fail for good, and replayed', async () => {
      const jobs = await jobsOn(opened.store);
      let tries = 0;
      let broken = true;
      const handle = jobs.define('test', {
        name: 'fail',
        input,
        key: ({ n }) => `f${n}`,
        attempts: 3,
        timeoutMs: 5_000,
        run: async () => {
          tries += 1;
          if (broken) throw new Error('upstream is down');
        },
      });
      await jobs.start();
      await handle.enqueue({ n: 1 });
      await expect
        .poll(() => jobs.deadLetters(), { timeout: 20_000 })
        .toMatchObject([{ plugin: 'test', job: 'fail', error: 'Error: upstream is down', attempts: 3 }]);
      expect(tries).toBe(3);
      broken = false;
      const [letter] = await jobs.deadLetters();
      await jobs.replay(letter!.id);
      await expect.poll(() => tries).toBe(4);
      expect(await jobs.deadLetters()).toEqual([]);
      await expect(jobs.replay(letter!.id)).rejects.toMatchObject({ code: 'STORE_DEAD_LETTER_UNKNOWN' });
    });

    it('that run over their time are aborted and named', async () => {
      const jobs = await jobsOn(opened.store);
      let aborted = false;
      const handle = jobs.define('test', {
        name: 'slow',
        input,
        key: () => 'slow',
        attempts: 1,
        timeoutMs: 30,
        run: (_input, call) => new Promise(() => call.signal.addEventListener('abort', () => (aborted = true))),
      });
      await jobs.start();
      await handle.enqueue({ n: 1 });
      await expect.poll(() => jobs.deadLetters(), { timeout: 20_000 }).toMatchObject([{ job: 'slow', error: expect.stringContaining('STORE_JOB_TIMEOUT') }]);
      expect(aborted).toBe(true);
    });

    it('with a schedule run once per time, however many workers there are', async () => {
      const times: number[] = [];
      for (const store of [opened.store, await opened.replica()]) {
        const jobs = await jobsOn(store);
        const run = async () => void times.push(Math.floor(Date.now() / 1_000));
        jobs.define('test', { name: 'tick', input: z.object({}), key: () => 'tick', attempts: 1, timeoutMs: 5_000, cron: '*/2 * * * * *', run });
        await jobs.start();
      }
      await expect.poll(() => times.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
      expect(new Set(times).size).toBe(times.length);
      expect((await running[0]!.load()).schedules).toMatchObject([{ plugin: 'test', job: 'tick', pattern: '*/2 * * * * *' }]);
    });

    it('lose their schedule when the release that had it is gone', async () => {
      const before = await jobsOn(opened.store);
      before.define('test', { name: 'old', input: z.object({}), key: () => 'old', attempts: 1, timeoutMs: 5_000, cron: '0 3 * * *', run: async () => {} });
      await before.start();
      expect((await before.load()).schedules).toHaveLength(1);
      const after = await jobsOn(opened.store);
      await after.start();
      expect((await after.load()).schedules).toEqual([]);
    });

    it('run after every connection to the database was ended', async () => {
      const jobs = await jobsOn(opened.store);
      const ran: number[] = [];
      const handle = jobs.define('test', {
        name: 'late',
        input,
        key: ({ n }) => `l${n}`,
        attempts: 3,
        timeoutMs: 5_000,
        run: async ({ n }) => void ran.push(n),
      });
      await jobs.start();
      await handle.enqueue({ n: 1 });
      await expect.poll(() => ran, { timeout: 20_000 }).toEqual([1]);
      await opened.database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
      await expect
        .poll(
          () =>
            handle.enqueue({ n: 2 }).then(
              () => true,
              () => false,
            ),
          { timeout: 20_000 },
        )
        .toBe(true);
      await opened.store.hub.transaction((tx) => handle.enqueue({ n: 3 }, tx));
      await expect.poll(() => [...ran].sort(), { timeout: 30_000 }).toEqual([1, 2, 3]);
    });
  });
});
