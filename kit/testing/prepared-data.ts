import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type {} from './provided-to-tests.ts';

const run = promisify(execFile);

/** Settings that decide what the first start of a hub writes: with one of them it begins with an empty folder. */
const decisive = ['DATABASE_URL', 'AMANAH_CONFIG_DIR', 'AMANAH_PLUGINS_DIR', 'AMANAH_SEAL_KEY'];

/** Makes a data folder that hubs of the demo profile may begin with out of one that such a hub was started on once and stopped. */
export function keepAsPrepared(folder: string): void {
  for (const name of ['run', 'postgres.log']) rmSync(join(folder, name), { recursive: true, force: true });
  const settings = join(folder, 'postgres', 'cluster', 'postgresql.auto.conf');
  // Tests kill processes, not the machine: what PostgreSQL handed to the kernel is there afterwards, also without waiting for the disk.
  if (existsSync(settings)) appendFileSync(settings, "fsync = 'off'\nfull_page_writes = 'off'\n");
}

/** A new data folder: with tables and people as in the run's prepared one, else empty, where there is none or `env` decides what a hub begins with. */
export async function newDataFolder(profile: string, env: NodeJS.ProcessEnv): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-hub-'));
  if (profile !== 'demo' || decisive.some((name) => env[name] !== undefined)) return folder;
  const prepared = await preparedOfRun();
  if (prepared !== null) await run('cp', ['-a', '--reflink=auto', `${prepared}/.`, folder]);
  return folder;
}

/** Scripts that start hubs outside of a test run have none. */
async function preparedOfRun(): Promise<string | null> {
  if (!process.env['VITEST_WORKER_ID']) return null;
  const { inject } = await import('vitest');
  return inject('preparedData') ?? null;
}
