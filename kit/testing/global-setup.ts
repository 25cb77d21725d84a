import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the test run's PostgreSQL (database `amanah`). */
    postgresUrl: string;
  }
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One real PostgreSQL for a whole test run; each test file makes its own database on it. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-tests-'));
  // By URL, since the kit may not import the hub; the server is the very one that the hub runs.
  const { startEmbedded } = (await import(new URL('../../hub/store/embedded/embedded-server.ts', import.meta.url).href)) as {
    startEmbedded(options: object): Promise<{ url: string; stop(): Promise<void> }>;
  };
  const server = await startEmbedded({ dataDir, log: quiet, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
