import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@amanah/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let dataDir: string;
let npm: ChildProcess;
let port: number;
let said: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'amanah-npm-start-'));
  port = await freePort();
  said = '';
  // By the Node.js of the system, as people start it.
  const env = { ...process.env, PATH: `/usr/bin:/bin:${process.env.PATH}`, PORT: String(port), AMANAH_DATA_DIR: dataDir, AMANAH_STAND_INS: 'off' };
  npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 120_000, interval: 200 }).toContain('Amanah Hub is ready');
});

afterEach(() => {
  // Whatever of the group is left after a failure.
  try {
    process.kill(-npm.pid!, 'SIGKILL');
  } catch {
    // all gone
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const pids = () =>
  readdirSync(join(dataDir, 'run')).flatMap((file) => (file.endsWith('.pid') ? [Number(readFileSync(join(dataDir, 'run', file), 'utf8'))] : []));
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A signal to whoever of the group is still there. */
const signalAll = () => {
  try {
    process.kill(-npm.pid!, 'SIGTERM');
  } catch {
    // nobody
  }
};

test.each(['npm alone', 'the whole group', 'the whole group again and again'])(
  'npm start prints one ready line with address and accounts; ended by a signal to %s it leaves nothing running',
  async (whom) => {
    expect(said.split('\n').filter((line) => line.startsWith('Amanah Hub'))).toEqual([
      expect.stringMatching(new RegExp(`^Amanah Hub is ready: http://localhost:${port} · .*alice / alice-password`)),
    ]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    const running = pids();
    expect(running.length).toBeGreaterThanOrEqual(2);
    process.kill(whom === 'npm alone' ? npm.pid! : -npm.pid!, 'SIGTERM');
    for (let again = 0; again < 20 && whom.endsWith('again'); again++) {
      await sleep(10);
      signalAll();
    }
    await expect.poll(() => running.filter(alive), { timeout: 60_000, interval: 200 }).toEqual([]);
  },
);
