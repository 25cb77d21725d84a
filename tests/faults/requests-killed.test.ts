import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestHub, freePort, startTestPostgres, startTestRedis, type CookieJar, type TestHub, type TestPostgres, type TestRedis } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';

// Fifty applicants at once, while web replica, worker, PostgreSQL and Redis are killed with kill -9 one after the other.

const service = 'SRV-091';
const applicants = 50;
const accounts = 10;
const password = 'Applicant-Trial-1448';
const chaosMs = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 300_000 : 45_000;
const answers = {
  campUse: 'family',
  fromDate: '2027-01-10',
  untilDate: '2027-01-20',
  municipality: 'm-dhahran',
  site: { latitude: 26.2886, longitude: 50.1141 },
  undertakingTruth: true,
};

const quiet = () => {};
let folder: string;
let postgres: TestPostgres;
let redis: TestRedis;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let web: TestHub[] = [];
let worker: TestHub;
let ports: { web: number[]; redis: number };

const env = () => ({
  DATABASE_URL: postgres.url,
  REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
  AMANAH_LOG_LEVEL: 'warn',
  AMANAH_SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const startWeb = (at: number) => createTestHub({ role: 'web', dataDir: folder, port: ports.web[at]!, readyMs: 120_000, env: env() });
const startWorker = () => createTestHub({ role: 'worker', dataDir: folder, readyMs: 120_000, env: env() });
const startRedis = () => startTestRedis(ports.redis, join(folder));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-requests-killed-'));
  const [one, two, forRedis] = await Promise.all([freePort(), freePort(), freePort()]);
  ports = { web: [one, two], redis: forRedis };
  postgres = await startTestPostgres();
  redis = await startRedis();
  standIns = await startStandIns({ dataDir: folder, log: { info: quiet, warn: quiet }, which: ['sadad'] });
  web = [await startWeb(0)];
  for (let nth = 0; nth < accounts; nth++) await web[0]!.addPerson(`applicant-${nth}`, password);
  await postgres.query(
    `UPDATE hub.person SET national_id = '109' || lpad((abs(hashtext(id::text)) % 10000000)::text, 7, '0') WHERE username LIKE 'applicant-%'`,
  );
  web.push(await startWeb(1));
  worker = await startWorker();
}, 300_000);
afterAll(async () => {
  for (const hub of [...web, worker]) await hub?.kill();
  await standIns?.stop();
  await redis?.stop();
  await postgres?.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** The portal has answered, and it is no: trying again would not help. */
class Refused extends Error {}

/** Asks again until there is an answer that means something: a portal that is gone or coming back is tried again, as people do. */
async function insistently<T>(work: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await work().catch((error: unknown) => {
      if (error instanceof Refused) throw error;
      return null;
    });
    if (answer !== null) return answer;
    await pause(200 + Math.random() * 400);
  }
}

async function ask<T>(jar: CookieJar, method: string, path: string, body?: object): Promise<T | null> {
  const answer = await jar.fetch(path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(15_000),
  });
  if (answer.status >= 500 || answer.status === 429) return null;
  const text = await answer.text();
  if (!answer.ok) throw new Refused(`${path}: ${answer.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as T;
}

interface Invoice {
  readonly id: string;
  readonly bill: string;
  readonly state: string;
  readonly request?: string | null;
}

/** One applicant from the draft to the paper; resolves to the number that was acknowledged. */
async function apply(nth: number): Promise<string> {
  const at = () => web[Math.floor(Math.random() * web.length)]!;
  const jars = new Map<string, CookieJar>();
  const jar = async () => {
    const hub = at();
    const known = jars.get(hub.url);
    if (known) return known;
    const fresh = await hub.signIn(`applicant-${nth % accounts}`, password);
    jars.set(hub.url, fresh);
    return fresh;
  };
  const call = <T>(method: string, path: string, body?: object) => insistently(async () => ask<T>(await jar(), method, `/api/requests${path}`, body));
  const draft = await call<{ id: string }>('POST', '/drafts', { service });
  await call('POST', `/drafts/${draft.id}/sources/ID`, { answers });
  const sent = await call<{ number: string | null; problems: object[] }>('POST', `/drafts/${draft.id}/submission`, { answers });
  expect(sent.problems).toEqual([]);
  const number = sent.number!;
  const unpaid = await insistently(async () => {
    const { invoices } = (await ask<{ invoices: Invoice[] }>(await jar(), 'GET', '/api/payments/invoices')) ?? { invoices: [] };
    return invoices.find((invoice) => invoice.request === number && invoice.state === 'unpaid') ?? null;
  });
  await fetch(`${standIns.standIns['sadad']?.faults}pay?bill=${unpaid.bill}`, { method: 'POST' });
  await insistently(async () => ask(await jar(), 'POST', `/api/payments/invoices/${unpaid.id}/check`, {}));
  return number;
}

/** Kills one part after the other and brings it back, until the time is over. */
async function kill(until: number): Promise<readonly string[]> {
  const killed: string[] = [];
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    async web() {
      const at = killed.length % 2;
      await web[at]!.kill();
      web[at] = await startWeb(at);
    },
    async worker() {
      await worker.kill();
      worker = await startWorker();
    },
    async postgres() {
      await postgres.kill();
      await pause(300);
      await postgres.start();
    },
    async redis() {
      process.kill(redis.pid, 'SIGKILL');
      await pause(300);
      redis = await startRedis();
    },
  };
  const names = Object.keys(parts);
  while (Date.now() < until) {
    await pause(1_000 + Math.random() * 2_000);
    const name = names[killed.length % names.length]!;
    killed.push(name);
    await parts[name]!();
  }
  return killed;
}

test(
  'every acknowledged submission is one request, every payment is counted once, and every request comes to its end',
  { timeout: chaosMs + 400_000 },
  async () => {
    const [numbers, killed] = await Promise.all([Promise.all(Array.from({ length: applicants }, (_none, nth) => apply(nth))), kill(Date.now() + chaosMs)]);
    expect(killed.length).toBeGreaterThan(4);
    expect(new Set(numbers).size).toBe(applicants);

    const ended = async () =>
      (
        await postgres.query<{ count: number }>(`SELECT count(*)::int AS count FROM plugin_requests.request WHERE number = ANY($1) AND ended_at IS NOT NULL`, [
          numbers,
        ])
      )[0]!.count;
    await expect.poll(ended, { timeout: 300_000, interval: 2_000 }).toBe(applicants);

    // Whoever was not answered has sent again with the same draft: as many requests as drafts, none left behind.
    const requests = await postgres.query<{ number: string; ending: string; state: string }>('SELECT number, ending, state FROM plugin_requests.request');
    expect(requests.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect(new Set(requests.map(({ state }) => state))).toEqual(new Set(['issued']));

    const invoices = await postgres.query<{ request: string; state: string; total: string; paid: string }>(
      'SELECT request, state, total::text, paid::text FROM plugin_payments.invoice',
    );
    expect(invoices.map(({ request }) => request).toSorted()).toEqual(numbers.toSorted());
    expect(invoices.filter(({ state, total, paid }) => state !== 'paid' || total !== paid)).toEqual([]);
    const refunds = await postgres.query('SELECT 1 FROM plugin_payments.refund');
    expect(refunds).toEqual([]);
    const papers = await postgres.query<{ subject: string; count: number }>(
      'SELECT subject, count(*)::int AS count FROM plugin_documents.document GROUP BY 1 HAVING count(*) > 1',
    );
    expect(papers).toEqual([]);
  },
);
