import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CookieJar, TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProductionShape, type ProductionShape } from './shape/production-shape.ts';

let shape: ProductionShape;
let older: Server;

beforeAll(async () => {
  shape = await startProductionShape();
  older = createServer((request, response) => response.end(`older system for ${String(request.headers['x-remote-user'])}`)).listen(0, '127.0.0.1');
  await once(older, 'listening');
}, 240_000);
afterAll(async () => {
  older?.close();
  await shape?.stop();
});

/** Status of the forward-auth question, put to one replica itself. */
async function checkAt(hub: TestHub, person: CookieJar): Promise<number> {
  return (await fetch(`http://127.0.0.1:${hub.port}/auth/check`, { headers: { cookie: person.cookie } })).status;
}

async function ask(key: string, ms = 0, by: CookieJar = shape.visitor()): Promise<Response> {
  return by.fetch('/api/ledger/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key, ms }) });
}

const keysOf = (prefix: string) => async () =>
  (await shape.postgres.query<{ key: string }>('SELECT key FROM plugin_ledger.entry WHERE key LIKE $1 ORDER BY key', [`${prefix}-%`])).map(({ key }) => key);
const runsOf = (prefix: string) =>
  shape.postgres.query<{ key: string; pid: number; ended: boolean }>('SELECT * FROM plugin_ledger.run WHERE key LIKE $1', [`${prefix}-%`]);
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${String(n).padStart(3, '0')}`);

test('a person signs in through nginx with two factors; both replicas take turns and know the session', async () => {
  const person = await shape.staff();
  expect(person.cookie).toMatch(/__Host-amanah=/);
  const pids = new Set<number>();
  for (let n = 0; n < 24; n++) pids.add(((await (await person.fetch('/api/ledger/here')).json()) as { pid: number }).pid);
  for (let n = 0; n < 8; n++) expect((await person.fetch('/auth/check')).status).toBe(204);
  expect([...pids].sort()).toEqual(shape.web.map(({ pid }) => pid).sort());
});

test('one sign-in opens a connected system on its own host, at either replica', async () => {
  const file = join(shape.web[0]!.dataDir, 'archive.yaml');
  const upstream = `http://127.0.0.1:${(older.address() as AddressInfo).port}`;
  writeFileSync(
    file,
    `id: archive\ntitle: { ar: الأرشيف, en: Archive }\nowner: it\nadapter: webapp\nconnection: { upstream: "${upstream}", host: archive }\naccess: signed-in\nsignIn: { bridge: headers, headers: { X-Remote-User: username } }\n`,
  );
  const added = await shape.web[0]!.cli('system', 'add', file, '--json');
  expect(added.code, added.stdout + added.stderr).toBe(0);
  const person = await shape.staff();
  const archive = shape.visitor('archive.amanah.test');
  await expect.poll(async () => (await archive.navigate('/shelf')).status, { timeout: 20_000 }).toBe(303);
  const { location: toPortal } = await archive.navigate('/shelf');
  expect(new URL(toPortal).origin).toBe(shape.origin);
  const { location: toTicket } = await person.navigate(toPortal);
  expect((await archive.navigate(toTicket)).status).toBe(303);
  for (let n = 0; n < 4; n++) expect((await archive.navigate('/shelf')).text).toMatch(/^older system for clerk-/);
});

test('a session that was ended at one replica is refused by the other at once', async () => {
  const person = await shape.staff();
  const [first, second] = shape.web as [TestHub, TestHub];
  expect([await checkAt(first, person), await checkAt(second, person)]).toEqual([204, 204]);
  const before = person.cookie;
  await fetch(`http://127.0.0.1:${first.port}/auth/sign-out`, { method: 'POST', headers: { cookie: before, origin: shape.origin }, redirect: 'manual' });
  await expect.poll(() => checkAt(second, person), { timeout: 1_500, interval: 20 }).toBe(401);
});

test('work asked for at a web replica is done by a worker, exactly once, however often it is asked', async () => {
  const keys = named('once', 20);
  for (const key of [...keys, ...keys]) expect((await ask(key)).status).toBe(204);
  await expect.poll(keysOf('once'), { timeout: 60_000 }).toEqual(keys);
  const runs = await runsOf('once');
  expect(runs.map(({ key }) => key).sort()).toEqual(keys);
  const workers = new Set(shape.workers.map(({ pid }) => pid));
  expect(runs.every(({ pid }) => workers.has(pid))).toBe(true);
});

test('a web replica and a worker that are killed in the middle of work cost nothing: readers do not notice, work is done once', async () => {
  const person = await shape.staff();
  const keys = named('crash', 10);
  for (const key of keys) expect((await ask(key, 2_500)).status).toBe(204);
  const victim = shape.workers[0]!;
  await expect.poll(async () => (await runsOf('crash')).filter(({ pid }) => pid === victim.pid).length, { timeout: 30_000 }).toBeGreaterThan(0);
  await Promise.all([victim.kill(), shape.web[0]!.kill()]);
  for (let n = 0; n < 20; n++) {
    expect((await person.fetch('/auth/check')).status).toBe(204);
    expect((await person.fetch('/services')).status).toBe(200);
  }
  await expect.poll(keysOf('crash'), { timeout: 90_000, interval: 500 }).toEqual(keys);
  const ended = (await runsOf('crash')).filter((run) => run.ended).map(({ key }) => key);
  expect(ended.sort()).toEqual(keys);
  await Promise.all([shape.startWeb(0), shape.startWorker(0)]);
  expect(await checkAt(shape.web[0]!, person)).toBe(204);
});

test('while Redis is gone people sign in and read, work that is asked for waits, and all of it is done when Redis is back', async () => {
  await shape.redis.stop();
  const person = await shape.staff();
  expect((await person.fetch('/services')).status).toBe(200);
  const keys = named('without-redis', 5);
  for (const key of keys) expect((await ask(key)).status).toBe(204);
  const ready = await person.fetch('/health/ready');
  expect(ready.status).toBe(200);
  expect(((await ready.json()) as { parts: object[] }).parts).toContainEqual(expect.objectContaining({ part: 'jobs', ok: false }));
  const provider = await person.fetch('/oidc/auth?client_id=nobody&response_type=code&scope=openid');
  expect(provider.status).toBeGreaterThanOrEqual(400);
  expect(await keysOf('without-redis')()).toEqual([]);
  await shape.startRedis();
  await expect.poll(keysOf('without-redis'), { timeout: 90_000, interval: 500 }).toEqual(keys);
  await expect
    .poll(async () => ((await (await person.fetch('/health/ready')).json()) as { parts: object[] }).parts, { timeout: 30_000 })
    .toContainEqual(expect.objectContaining({ part: 'jobs', ok: true }));
});

test('a restart of PostgreSQL under load: not ready, every failure has a code, then well again by itself with all accepted work done', async () => {
  const person = await shape.staff();
  const accepted: string[] = [];
  const uncoded: string[] = [];
  let loading = true;
  let sent = 0;
  const load = async (lane: number) => {
    while (loading) {
      const key = `load-${lane}-${String(sent++).padStart(6, '0')}`;
      const answers = [await ask(key), await person.fetch('/auth/check'), await person.fetch('/services', { headers: { accept: 'text/html' } })];
      if (answers[0]!.status === 204) accepted.push(key);
      for (const answer of answers) {
        const text = await answer.text();
        if (answer.status >= 500 && !/STORE_UNAVAILABLE|HTTP_UNAVAILABLE|"code":"[A-Z_]+"/.test(text))
          uncoded.push(`${answer.status} ${answer.url} ${text.slice(0, 300)}`);
      }
      await sleep(20);
    }
  };
  const lanes = [load(0), load(1), load(2)];
  const ready = async () => (await person.fetch('/health/ready')).status;
  await sleep(500);
  await shape.postgres.stop();
  await expect.poll(ready, { timeout: 30_000 }).toBe(503);
  await shape.postgres.start();
  await expect.poll(ready, { timeout: 60_000 }).toBe(200);
  await sleep(1_000);
  loading = false;
  await Promise.all(lanes);
  expect(accepted.length).toBeGreaterThan(10);
  expect(uncoded).toEqual([]);
  expect((await person.fetch('/auth/check')).status).toBe(204);
  const missing = async () => {
    const written = new Set(await keysOf('load')());
    return accepted.filter((key) => !written.has(key));
  };
  await expect.poll(missing, { timeout: 90_000, interval: 500 }).toEqual([]);
});

test('nginx refuses hosts that are not ours and leads http to https', async () => {
  expect((await shape.visitor('elsewhere.test').fetch('/')).status).toBe(421);
  const plain = await fetch(`http://127.0.0.1:${shape.nginx.httpPort}/services?q=1`, { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([308, 'https://127.0.0.1/services?q=1']);
  expect((await shape.visitor().fetch('/metrics')).status).toBe(404);
});

test('a replica that is told to stop lets its running request end; with none left nginx answers in both languages with a code', async () => {
  const [first, second] = shape.web as [TestHub, TestHub];
  const stream = await fetch(`http://127.0.0.1:${first.port}/api/stream`);
  const stopped = first.stop();
  await stream.text();
  expect(await stopped).toBe(0);
  expect((await shape.visitor().fetch('/services')).status).toBe(200);
  expect(await second.stop()).toBe(0);
  const answer = await shape.visitor().fetch('/services');
  expect(answer.status).toBe(502);
  expect(await answer.text()).toMatch(/غير متاحة[\s\S]*not available[\s\S]*HTTP_UNAVAILABLE/);
  await Promise.all([shape.startWeb(0), shape.startWeb(1)]);
  await expect.poll(async () => (await shape.visitor().fetch('/services')).status, { timeout: 30_000 }).toBe(200);
});
