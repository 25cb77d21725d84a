import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trialPlugins, type TrialPlugins } from '../e2e/pages/trial-plugins.ts';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { writerPlugin } from './writer-plugin.ts';

// Writes through the real adapters to the stand-ins, while what carries them is killed with kill -9.

interface Target {
  readonly protocol: string;
  readonly system: string;
  readonly standIn: string;
  readonly operation: string;
  readonly input: object;
  /** The keys of what the stand-in carried out, each as often as it did. */
  keys(writes: readonly Record<string, unknown>[]): readonly string[];
}

const on = '2026-11-27';
const licence = { number: '44031234567', activity: '471101', municipality: 'بلدية الظهران', validUntil: '2027-11-26', area: 80 };
const keyOf = (name: string) => (writes: readonly Record<string, unknown>[]) => writes.flatMap((one) => (typeof one[name] === 'string' ? [one[name]] : []));
const targets: readonly Target[] = [
  {
    protocol: 'openapi',
    system: 'commerceRegister',
    standIn: 'commerce-register',
    operation: 'reportLicence',
    input: { unifiedNumber: '7000000070', body: licence },
    keys: keyOf('key'),
  },
  {
    protocol: 'soap',
    system: 'shopRegisterKhobar',
    standIn: 'shop-register-khobar',
    operation: 'renew',
    input: { number: '51142010000', years: 1, bill: '4000000001' },
    keys: keyOf('key'),
  },
  {
    protocol: 'sql',
    system: 'shopRegisterCentralDammam',
    standIn: 'shop-register-central-dammam',
    operation: 'renew',
    input: { number: '50143010001', years: 1, bill: '4000000001', on },
    keys: keyOf('idempotencyKey'),
  },
];
const perTarget = 24;
const atOnce = 4;

let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let plugins: TrialPlugins;
let hub: TestHub;

const quiet = () => {};
const startHub = () => createTestHub({ profile: 'demo', dataDir, readyMs: 120_000, env: { AMANAH_PLUGINS_DIR: plugins.folder, AMANAH_LOG_LEVEL: 'warn' } });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-killed-'));
  standIns = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: targets.map(({ standIn }) => standIn) });
  plugins = trialPlugins({ writer: writerPlugin });
  hub = await startHub();
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  await standIns?.stop();
  plugins?.remove();
  await rm(dataDir, { recursive: true, force: true });
});

/** How a write ended for who asked: `done`, a code of the catalogue, or `cut` when the connection was. */
async function write({ system, operation, input }: Target, key: string): Promise<string> {
  try {
    const answer = await fetch(`${hub.url}/api/writer/writes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.url },
      body: JSON.stringify({ system, operation, key, input }),
    });
    const body = (await answer.json()) as { code?: string };
    return answer.ok ? 'done' : (body.code ?? `status ${answer.status}`);
  } catch {
    return 'cut';
  }
}

/** Writes with new keys to every target, a few at once, and what became of each key. */
async function writeAll(round: string, during: (ended: () => number) => Promise<void>): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  const writers = targets.flatMap((target) =>
    Array.from({ length: atOnce }, async (_none, writer) => {
      for (let at = writer; at < perTarget; at += atOnce) {
        const key = `${round}-${target.protocol}-${at}`;
        ends.set(key, await write(target, key));
      }
    }),
  );
  await during(() => ends.size);
  await Promise.all(writers);
  return ends;
}

const until = async (reached: () => boolean) => {
  while (!reached()) await pause(5);
};

async function carriedOut(round: string): Promise<readonly string[]> {
  const all = await Promise.all(
    targets.map(async ({ standIn, keys }) => {
      const answer = await fetch(`${standIns.standIns[standIn]?.faults}writes`, { method: 'POST' });
      return keys(((await answer.json()) as { writes: Record<string, unknown>[] }).writes);
    }),
  );
  return all.flat().filter((key) => key.startsWith(`${round}-`));
}

/** Everything acknowledged was done; nothing was done twice; what was done and not acknowledged is told as unknown. */
async function nothingLostOrDoubled(round: string, ends: ReadonlyMap<string, string>): Promise<void> {
  const done = await carriedOut(round);
  expect(done.length, 'nothing is done twice').toBe(new Set(done).size);
  const again = new Map<string, string>();
  for (const target of targets) {
    for (let at = 0; at < perTarget; at++) {
      const key = `${round}-${target.protocol}-${at}`;
      again.set(key, await write(target, key));
    }
  }
  const after = await carriedOut(round);
  expect(after.length, 'asking again does nothing twice').toBe(new Set(after).size);
  for (const [key, end] of ends) {
    const now = again.get(key);
    expect(['done', 'SYSTEMS_OUTCOME_UNKNOWN'], `${key}: ${end}, then ${now}`).toContain(now);
    if (end === 'done') expect([now, done.includes(key)], key).toEqual(['done', true]);
    if (now === 'done') expect(after, `${key} is said to be done`).toContain(key);
    if (done.includes(key) && end !== 'done') expect(now, `${key} was done, and its answer was lost`).toMatch(/^(?:done|SYSTEMS_OUTCOME_UNKNOWN)$/);
  }
}

test(
  'the hub is killed in the middle of writes: nothing acknowledged is lost, nothing is done twice, the rest is told as unknown or done when asked again',
  {
    timeout: 300_000,
  },
  async () => {
    const ends = await writeAll('hub', async (ended) => {
      await until(() => ended() >= perTarget);
      await hub.kill();
    });
    const told = [...ends.values()];
    expect(told.filter((end) => end === 'done').length).toBeGreaterThanOrEqual(1);
    expect(told).toContain('cut');
    hub = await startHub();
    await nothingLostOrDoubled('hub', ends);
  },
);

test('the process of each adapter is killed in the middle of writes: the hub goes on, and nothing is lost or doubled', { timeout: 300_000 }, async () => {
  let killed = 0;
  const ends = await writeAll('adapter', async (ended) => {
    await until(() => ended() >= perTarget);
    for (const pid of await childrenOf(hub.pid)) {
      process.kill(pid, 'SIGKILL');
      killed += 1;
    }
  });
  expect(killed).toBeGreaterThanOrEqual(targets.length);
  expect([...ends.values()].filter((end) => end === 'cut')).toEqual([]);
  await nothingLostOrDoubled('adapter', ends);
});

/** Processes of adapters: children of the hub that run the adapter child's program. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number).filter(Boolean);
  const commands = await Promise.all(children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')));
  return children.filter((_child, at) => commands[at]?.includes('adapter-child'));
}
