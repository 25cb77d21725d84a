// A worker process for crash.db.test.ts: `crash-fixture.ts DATABASE_URL KILL_AT [REDIS_URL]`; kills itself at its KILL_AT-th handler (0 = never).
import { z } from 'zod';
import { createStore } from '../store/create-store.ts';
import { Secret } from '../config/secret.ts';
import { createJobs } from './create-jobs.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const [url = '', killAt = '0', redisUrl] = process.argv.slice(2);
const sealKey = new Secret(Buffer.alloc(32, 7).toString('base64'));
const store = await createStore({ databaseUrl: new Secret(url), dataDir: '/nowhere', sealKey }, quiet);
const jobs = await createJobs({ redisUrl: redisUrl ? new Secret(redisUrl) : null }, store, quiet, { first: 5, longest: 20 });
let handled = 0;

async function effect(key: string): Promise<void> {
  const dies = ++handled === Number(killAt);
  if (dies && handled % 2 === 0) process.kill(process.pid, 'SIGKILL');
  await store.hub.query('INSERT INTO hub.effect (key, times) VALUES ($1, 1) ON CONFLICT (key) DO NOTHING', [key]);
  if (dies) process.kill(process.pid, 'SIGKILL');
}

jobs.define('crash', {
  name: 'work',
  input: z.object({ n: z.number() }),
  key: ({ n }) => `n${n}`,
  attempts: 5,
  timeoutMs: 10_000,
  run: ({ n }) => effect(`job ${n}`),
});
jobs.subscribe('crash', 'hub.crash.happened', (event) => effect(`event ${(event.data as { n: number }).n}`));
await jobs.start();
process.on(
  'SIGTERM',
  () =>
    void jobs
      .close()
      .then(() => store.close())
      .then(() => process.exit(0)),
);
