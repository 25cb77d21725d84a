import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAudit } from '../audit/create-audit.ts';
import { Secret } from '../config/secret.ts';
import { createFiles } from '../files/create-files.ts';
import { createJobs } from '../jobs/create-jobs.ts';
import { prepareQueueSchema } from '../jobs/queue-schema.ts';
import { z } from 'zod';
import { backUp, listTables } from './backup.ts';
import { restore } from './restore.ts';
import { openTestStore, quietLog, testSealKey } from './store-fixture.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let target: TestDatabase;
let folder: string;

beforeEach(async () => {
  opened = await openTestStore();
  folder = await mkdtemp(join(tmpdir(), 'amanah-backup-test-'));
});
afterEach(async () => {
  await opened.close();
  await target.drop();
  await rm(folder, { recursive: true });
});

/** Every row of every table as text, sorted, by table. */
async function everyRow(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all: Record<string, string[]> = {};
  for (const { schema, name } of await listTables(client)) {
    // When a migration ran, or the queue's tables were made, is the one thing that differs in place of being restored.
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${schema}"."${name}" t ORDER BY 1`);
    all[`${schema}.${name}`] = rows.map(({ row }) => row);
  }
  await client.end();
  return all;
}

it.each([
  ['brings every row of every table back, with files, sequences and waiting jobs', false],
  ['does so also in a database whose owner is no superuser', true],
])('%s', async (_title, ordinaryOwner) => {
  target = await startTestDatabase({ ordinaryOwner });
  const plugins = join(folder, 'plugins');
  await mkdir(join(plugins, 'odd-values', 'migrations'), { recursive: true });
  await writeFile(
    join(plugins, 'odd-values', 'migrations', '0001-odd.sql'),
    `CREATE TABLE parent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
     CREATE TABLE odd (id int PRIMARY KEY, parent bigint REFERENCES parent, at timestamptz, exact numeric(30,10), f float8, b bytea, j jsonb, list text[], gone interval, double_id int GENERATED ALWAYS AS (id * 2) STORED);
     CREATE TABLE past (day date) PARTITION BY RANGE (day);
     CREATE TABLE past_rest PARTITION OF past DEFAULT`,
  );
  await opened.store.migratePlugin('odd-values', pathToFileURL(join(plugins, 'odd-values', 'migrations/')));
  const db = await opened.store.plugin('odd-values');
  // A partition that the plugin has made while it ran: where it is restored there is only that of the migration.
  await db.query("CREATE TABLE past_2026 PARTITION OF past FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
  await db.query("INSERT INTO past VALUES ('2026-03-01'), ('2020-03-01')");
  await db.query("INSERT INTO parent (name) SELECT 'حي ' || n FROM generate_series(1, 4999) n");
  await db.query(
    `INSERT INTO odd VALUES (1, 7, '2026-01-02 03:04:05.678901+03', 12345678901234567890.0123456789, 0.1::float8 + 0.2, '\\xdeadbeef00', 'null', ARRAY['a"b', NULL, 'سطر
جديد'], '1 mon 2 days'), (2, NULL, 'infinity', NULL, 'NaN', NULL, NULL, '{}', NULL)`,
  );
  const audit = await createAudit(opened.store);
  await audit.record({ action: 'a.b', actor: null, subject: 's', requestId: 'r' });
  const jobs = await createJobs({ redisUrl: null }, opened.store, quietLog);
  const job = jobs.define('odd-values', { name: 'wait', input: z.object({}), key: () => 'k', attempts: 1, timeoutMs: 1_000, run: async () => {} });
  await job.enqueue({});
  await jobs.close();
  const files = await createFiles({ dataDir: join(folder, 'data'), files: null, scanner: null });
  await files.plugin('odd-values').put('2026/photo.bin', Buffer.from('photo'), { type: 'image/x-odd' });
  const restored = await createFiles({ dataDir: join(folder, 'restored'), files: null, scanner: null });

  const backup = join(folder, 'backup');
  await backUp({ ownerUrl: opened.database.url, files, sealKey: testSealKey, to: backup });
  const config = { sealKey: testSealKey, plugins: { folder: pathToFileURL(`${plugins}/`), disabled: [], trusted: [] } };
  const options = { ownerUrl: target.url, config, files: restored, from: backup, log: quietLog, prepareQueue: prepareQueueSchema };
  await restore(options);

  expect(await everyRow(target.url)).toEqual(await everyRow(opened.database.url));
  const photo = await restored.plugin('odd-values').open('2026/photo.bin');
  expect({ type: photo.type, text: await text(await photo.stream()) }).toEqual({ type: 'image/x-odd', text: 'photo' });
  expect(await target.query("INSERT INTO plugin_odd_values.parent (name) VALUES ('next') RETURNING id")).toEqual([{ id: '5000' }]);
  await expect(restore(options)).rejects.toMatchObject({ code: 'STORE_RESTORE_NOT_EMPTY' });
  const otherKey = new Secret(Buffer.alloc(32, 8).toString('base64'));
  await expect(restore({ ...options, config: { ...config, sealKey: otherKey } })).rejects.toMatchObject({ code: 'STORE_RESTORE_OTHER_KEY' });
});
