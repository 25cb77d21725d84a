import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startTestRedis } from '@amanah/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import { openTestStore, quietLog } from '../store/store-fixture.ts';
import { createJobs } from './create-jobs.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
const program = fileURLToPath(new URL('./crash-fixture.ts', import.meta.url));

beforeEach(async () => {
  opened = await openTestStore();
  await opened.store.hub.query('CREATE TABLE hub.effect (key text PRIMARY KEY, times int)');
});
afterEach(() => opened.close());

it.each(['PostgreSQL', 'Redis'])('with the queue in %s no acknowledged event or job is lost when workers are killed in the middle of one', async (backend) => {
  const redis = backend === 'Redis' ? await startTestRedis() : null;
  const worker = (killAt: number) =>
    spawn(process.execPath, [program, opened.database.url, String(killAt), ...(redis ? [redis.url] : [])], { stdio: ['ignore', 'inherit', 'inherit'] });
  const jobs = await createJobs({ redisUrl: redis && new Secret(redis.url) }, opened.store, quietLog);
  const work = jobs.define('crash', {
    name: 'work',
    input: z.object({ n: z.number() }),
    key: ({ n }) => `n${n}`,
    attempts: 5,
    timeoutMs: 10_000,
    run: async () => {},
  });
  const wanted: string[] = [];
  for (let n = 0; n < 12; n++) {
    await opened.store.hub.transaction(async (tx) => {
      await opened.store.emit(tx, { type: 'hub.crash.happened', source: 'hub', subject: `s${n % 3}`, data: { n } });
      await work.enqueue({ n }, tx);
    });
    wanted.push(`event ${n}`, `job ${n}`);
  }
  await jobs.close();
  for (const killAt of [2, 3]) {
    const [, signal] = (await once(worker(killAt), 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  }
  const last = worker(0);
  const keys = async () => (await opened.database.query<{ key: string }>('SELECT key FROM hub.effect')).map(({ key }) => key).sort();
  await expect.poll(keys, { timeout: 50_000, interval: 200 }).toEqual(wanted.sort());
  last.kill('SIGTERM');
  expect(await once(last, 'exit')).toEqual([0, null]);
  expect(await opened.database.query('SELECT * FROM hub.outbox')).toEqual([]);
  await redis?.stop();
});
