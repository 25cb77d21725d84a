import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { keepAsPrepared } from './prepared-data.ts';
import type {} from './provided-to-tests.ts';
import { createTestHub } from './test-hub.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One real PostgreSQL for a whole test run; each test file makes its own database on it. A run of all files also prepares the data folder of its hubs. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-tests-'));
  // By URL, since the kit may not import the hub; the server is the very one that the hub runs.
  const { startEmbedded } = (await import(new URL('../../hub/store/embedded/embedded-server.ts', import.meta.url).href)) as {
    startEmbedded(options: object): Promise<{ url: string; stop(): Promise<void> }>;
  };
  const server = await startEmbedded({ dataDir, log: quiet, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } });
  project.provide('postgresUrl', server.url);
  project.provide('preparedData', process.env['AMANAH_TEST_PREPARED'] === 'on' ? await prepareData(join(dataDir, 'prepared')) : null);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A first start costs twice what a second one does: a run of all files makes it once. Where it fails, each file meets and tells the reason by itself. */
async function prepareData(dataDir: string): Promise<string | null> {
  mkdirSync(dataDir, { mode: 0o700 });
  try {
    await (await createTestHub({ dataDir })).stop();
    keepAsPrepared(dataDir);
    return dataDir;
  } catch {
    return null;
  }
}
