import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@amanah/testing';
import type { Finding } from './report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** From `npm start` to the first page, in a fresh checkout with its packages installed: first with nothing built and no data, then again. */
export async function measureStart(): Promise<Finding[]> {
  const checkout = freshCheckout();
  try {
    const cold = await startOnce(checkout);
    const warm = await startOnce(checkout);
    const finding = (path: string, seconds: number, limit: number): Finding => ({
      path,
      ours: `${seconds.toFixed(1)} s`,
      peer: '–',
      ratio: '–',
      budget: `≤ ${limit} s`,
      met: seconds <= limit,
    });
    return [finding('npm start to first page: cold (build, new database, stand-ins)', cold, 10), finding('npm start to first page: warm', warm, 3)];
  } finally {
    rmSync(checkout, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** What git tracks, and the installed packages as hard links. */
function freshCheckout(): string {
  const checkout = mkdtempSync(join(tmpdir(), 'amanah-bench-checkout-'));
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of tracked.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    cpSync(join(root, file), join(checkout, file), { force: true, recursive: true });
  }
  for (const folder of ['node_modules', 'scripts/node_modules']) {
    try {
      execFileSync('cp', ['-al', join(root, folder), join(checkout, folder)], { stdio: 'ignore' });
    } catch {
      rmSync(join(checkout, folder), { recursive: true, force: true });
      execFileSync('cp', ['-a', join(root, folder), join(checkout, folder)]); // another file system
    }
  }
  return checkout;
}

async function startOnce(checkout: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], { cwd: checkout, env: { ...process.env, PORT: String(port) }, stdio: 'ignore', detached: true });
  try {
    for (;;) {
      const answer = await fetch(`http://localhost:${port}/`).catch(() => null);
      const page = answer?.ok ? await answer.text() : '';
      if (page.includes('</html>')) return (performance.now() - startedAt) / 1_000;
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      await sleep(50);
    }
  } finally {
    if (child.exitCode === null) {
      const ended = once(child, 'exit');
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await ended;
    }
    await sleep(2_000); // npm goes first; the hub behind it drains
  }
}
