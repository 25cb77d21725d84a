import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestHub, freePort, startTestPostgres, startTestRedis, type CookieJar, type TestHub, type TestPostgres, type TestRedis } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';

// Two web replicas and two workers on one PostgreSQL and one Redis. Two hundred requests while one of each dies and stays dead; then fifty applicants at once, while web
// replica, worker, PostgreSQL and Redis are killed with kill -9 one after the other.

const service = 'SRV-091';
const applicants = 50;
const shared = 200;
/** Requests that are on their way at once. */
const atOnce = 10;
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
let workers: TestHub[] = [];
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
  workers = [await startWorker(), await startWorker()];
}, 300_000);
afterAll(async () => {
  for (const hub of [...web, ...workers]) await hub?.kill();
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

type Call = <T>(method: string, path: string, body?: object) => Promise<T | null>;

/** Calls of one applicant, each by any replica. */
function callsOf(nth: number): Call {
  const jars = new Map<string, CookieJar>();
  return async (method, path, body) => {
    const hub = web[Math.floor(Math.random() * web.length)]!;
    const jar = jars.get(hub.url) ?? (await hub.signIn(`applicant-${nth % accounts}`, password));
    jars.set(hub.url, jar);
    return ask(jar, method, path, body);
  };
}

/** Sends one request; resolves to the number that was acknowledged. */
async function submit(call: Call): Promise<string> {
  const requests = <T>(method: string, path: string, body?: object) => insistently(() => call<T>(method, `/api/requests${path}`, body));
  const draft = await requests<{ id: string }>('POST', '/drafts', { service });
  await requests('POST', `/drafts/${draft.id}/sources/ID`, { answers });
  const sent = await requests<{ number: string | null; problems: object[] }>('POST', `/drafts/${draft.id}/submission`, { answers });
  expect(sent.problems).toEqual([]);
  return sent.number!;
}

/** One applicant from the draft to the paper; resolves to the number that was acknowledged. */
async function apply(nth: number): Promise<string> {
  const call = callsOf(nth);
  const number = await submit(call);
  const unpaid = await insistently(async () => {
    const { invoices } = (await call<{ invoices: Invoice[] }>('GET', '/api/payments/invoices')) ?? { invoices: [] };
    return invoices.find((invoice) => invoice.request === number && invoice.state === 'unpaid') ?? null;
  });
  await fetch(`${standIns.standIns['sadad']?.faults}pay?bill=${unpaid.bill}`, { method: 'POST' });
  await insistently(() => call('POST', `/api/payments/invoices/${unpaid.id}/check`, {}));
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
      const at = killed.length % 2;
      await workers[at]!.kill();
      workers[at] = await startWorker();
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
  // Where starting again takes long, every part is killed all the same.
  while (Date.now() < until || killed.length <= names.length) {
    await pause(1_000 + Math.random() * 2_000);
    const name = names[killed.length % names.length]!;
    killed.push(name);
    await parts[name]!();
  }
  return killed;
}

test(
  'two replicas and two workers share two hundred requests; when one of each dies and stays dead, the others finish every step of each, once',
  { timeout: 400_000 },
  async () => {
    const numbers: string[] = [];
    let begun = 0;
    const oneAfterTheOther = async () => {
      for (let nth = begun++; nth < shared; nth = begun++) numbers.push(await submit(callsOf(nth)));
    };
    const dies = async () => {
      await expect.poll(() => numbers.length, { timeout: 300_000, interval: 50 }).toBeGreaterThan(shared / 3);
      // The first of each brings about nothing more; whoever asked it asks the other one.
      const [deadWeb, deadWorker] = [web.shift()!, workers.shift()!];
      await Promise.all([deadWeb.kill(), deadWorker.kill()]);
    };
    await Promise.all([dies(), ...Array.from({ length: atOnce }, oneAfterTheOther)]);
    expect(new Set(numbers).size).toBe(shared);

    // Every automatic step up to the invoice is done; those that the dead worker held too.
    const left = async () =>
      (
        await postgres.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM unnest($1::text[]) AS sent (number) WHERE NOT EXISTS (SELECT 1 FROM plugin_payments.invoice WHERE request = sent.number)
           OR EXISTS (SELECT 1 FROM plugin_requests.outside_step WHERE request = sent.number AND state = 'waiting')`,
          [numbers],
        )
      )[0]!.count;
    await expect.poll(left, { timeout: 180_000, interval: 500 }).toBe(0);
    const requests = await postgres.query<{ number: string; stuck: string | null }>('SELECT number, stuck FROM plugin_requests.request');
    expect(requests.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect(requests.filter(({ stuck }) => stuck !== null)).toEqual([]);
    const invoices = await postgres.query<{ request: string }>('SELECT request FROM plugin_payments.invoice');
    expect(invoices.map(({ request }) => request).toSorted()).toEqual(numbers.toSorted());
    const twice = await postgres.query(
      `SELECT request, nth FROM plugin_requests.happening WHERE kind = 'done' GROUP BY request, step, data, nth HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
    [web, workers] = [
      [await startWeb(0), ...web],
      [await startWorker(), ...workers],
    ];
  },
);

test(
  'every acknowledged submission is one request, every payment is counted once, and every request comes to its end',
  { timeout: chaosMs + 400_000 },
  async () => {
    const began = new Date();
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
    const requests = await postgres.query<{ number: string; ending: string; state: string }>(
      'SELECT number, ending, state FROM plugin_requests.request WHERE submitted_at >= $1',
      [began],
    );
    expect(requests.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect(new Set(requests.map(({ state }) => state))).toEqual(new Set(['issued']));

    const invoices = await postgres.query<{ request: string; state: string; total: string; paid: string }>(
      'SELECT request, invoice.state, total::text, paid::text FROM plugin_payments.invoice JOIN plugin_requests.request ON number = request WHERE submitted_at >= $1',
      [began],
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
