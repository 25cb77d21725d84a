import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuditEntry } from '@amanah/plugin-api';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Jobs } from '../jobs/contract.ts';
import { createJobs } from '../jobs/create-jobs.ts';
import { openTestStore, quietLog, testSealKey } from '../store/store-fixture.ts';
import type { Store } from '../store/contract.ts';
import type { Webhooks } from './contract.ts';
import { createWebhooks } from './create-webhooks.ts';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let opened: Awaited<ReturnType<typeof openTestStore>>;
let closers: (() => unknown)[];
const audited: AuditEntry[] = [];

beforeEach(async () => {
  closers = [];
  opened = await openTestStore();
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await opened.close();
});

/** A subscriber that answers each delivery with the next status of its list, and with 204 once the list is over. */
async function subscriber(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => (server.closeAllConnections(), new Promise((done) => server.close(done))));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=k1`, received };
}

async function replica(store: Store = opened.store, profile: 'test' | 'production' = 'test'): Promise<{ webhooks: Webhooks; jobs: Jobs }> {
  const jobs = await createJobs({ redisUrl: null }, store, quietLog, { first: 5, longest: 20 });
  const webhooks = createWebhooks({
    config: { publicUrl: new URL('https://portal.example'), sealKey: testSealKey, profile, innerNetworks: [] },
    log: quietLog,
    store,
    jobs,
    audit: { record: async (entry) => void audited.push(entry) },
    hasUnit: (id) => id === 'it-center',
    nextAttemptMs: (failed) => (failed < 4 ? 5 : null),
  });
  closers.push(
    () => jobs.close(),
    () => webhooks.close(),
  );
  await jobs.start();
  webhooks.start();
  return { webhooks, jobs };
}

const emit = (subject: string, data: unknown = { n: 1 }, type = 'services.problem.reported') =>
  opened.store.hub.transaction((tx) => opened.store.emit(tx, { type, source: '/plugins/services', subject, data }));

const added = (webhooks: Webhooks, url: string, types = ['services.*']) => webhooks.admin.add({ url, types, owner: 'it-center' }, null, 'r1');

test('an event reaches each subscriber once as a signed CloudEvent, also with two replicas', async () => {
  const [one, other] = [await subscriber(), await subscriber()];
  const { webhooks } = await replica();
  await replica(await opened.replica());
  const { secret } = await added(webhooks, one.url);
  await added(webhooks, other.url, ['payments.*']);
  await emit('service/BL-01', { نص: 'بلاغ' });
  await expect.poll(() => one.received.length, { timeout: 15_000 }).toBe(1);
  const [{ headers, body }] = one.received as [Received];
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
    specversion: '1.0',
    id: headers['webhook-id'],
    type: 'services.problem.reported',
    source: 'https://portal.example/plugins/services',
    subject: 'service/BL-01',
    time: expect.stringMatching(/Z$/),
    datacontenttype: 'application/json',
    data: { نص: 'بلاغ' },
  });
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  const [hook] = await webhooks.admin.list();
  await expect.poll(async () => (await webhooks.admin.deliveries(hook!.id, 10)).map(({ state }) => state), { timeout: 15_000 }).toEqual(['delivered']);
  expect(one.received).toHaveLength(1);
  expect(other.received).toEqual([]);
});

test('a subscriber that fails is asked again with back-off under the same id, and is given up in the end, which the log shows', async () => {
  const target = await subscriber(500, 503, 200, 500, 500, 500, 500, 500);
  const { webhooks } = await replica();
  const { id } = await added(webhooks, target.url);
  await emit('a');
  const log = () => webhooks.admin.deliveries(id, 10);
  await expect.poll(log, { timeout: 15_000 }).toMatchObject([{ state: 'delivered', attempts: 3, lastStatus: 200, lastError: null }]);
  expect(new Set(target.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await emit('b');
  await expect.poll(log, { timeout: 15_000 }).toMatchObject([{ state: 'given-up', attempts: 4, lastStatus: 500 }, { state: 'delivered' }]);
  const [givenUp] = await log();
  expect(await webhooks.admin.replay(id, { delivery: givenUp!.id }, null, 'r')).toBe(1);
  await expect.poll(log, { timeout: 15_000 }).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
});

test('everything since a moment can be sent again', async () => {
  const target = await subscriber();
  const { webhooks } = await replica();
  const { id } = await added(webhooks, target.url);
  for (const subject of ['a', 'b', 'c']) await emit(subject);
  await expect.poll(async () => (await webhooks.admin.deliveries(id, 10)).filter(({ state }) => state === 'delivered').length, { timeout: 15_000 }).toBe(3);
  expect(await webhooks.admin.replay(id, { since: '2020-01-01T00:00:00Z' }, null, 'r')).toBe(3);
  await expect.poll(() => target.received.length, { timeout: 15_000 }).toBe(6);
});

test('while a secret is being rotated the old and the new one both verify', async () => {
  const target = await subscriber();
  const { webhooks } = await replica();
  const { id, secret: old } = await added(webhooks, target.url);
  const { secret: fresh } = await webhooks.admin.rotate(id, null, 'r');
  await emit('a');
  await expect.poll(() => target.received.length, { timeout: 15_000 }).toBe(1);
  const [{ headers, body }] = target.received as [Received];
  for (const secret of [old, fresh]) expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  expect(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=').verify(body, headers as Record<string, string>)).toThrow();
  expect((await webhooks.admin.list())[0]).toMatchObject({ rotatingUntil: expect.any(String) });
});

test('a subscriber that answers 410 gets no more; a paused one gets what it missed when it goes on', async () => {
  const [gone, paused] = [await subscriber(410), await subscriber()];
  const { webhooks } = await replica();
  const ended = await added(webhooks, gone.url);
  const { id } = await added(webhooks, paused.url);
  await emit('a');
  await expect.poll(async () => (await webhooks.admin.list()).find((one) => one.id === ended.id)?.active, { timeout: 15_000 }).toBe(false);
  await expect.poll(() => paused.received.length, { timeout: 15_000 }).toBe(1);
  await webhooks.admin.change(id, { active: false }, null, 'r');
  await webhooks.admin.replay(id, { since: '2020-01-01T00:00:00Z' }, null, 'r');
  await webhooks.admin.change(id, { active: true }, null, 'r');
  await expect.poll(() => paused.received.length, { timeout: 15_000 }).toBe(2);
  expect(gone.received).toHaveLength(1);
});

test('addresses that may not be called, and wrong subscriptions, are refused by field; no secret stands in the store or the record', async () => {
  const { webhooks } = await replica();
  const refused = (given: { url: string; types: string[]; owner: string }) => webhooks.admin.add(given, null, 'r');
  const right = { url: 'https://example.sa/hook', types: ['services.*'], owner: 'it-center' };
  await expect(refused({ ...right, url: 'ftp://example.sa' })).rejects.toMatchObject({ code: 'SYSTEMS_WEBHOOK_INVALID', fields: [{ path: 'url' }] });
  await expect(refused({ ...right, url: 'https://user:pass@example.sa' })).rejects.toMatchObject({ fields: [{ path: 'url' }] });
  await expect(refused({ ...right, types: ['*'] })).rejects.toMatchObject({ fields: [{ path: 'types.0' }] });
  await expect(refused({ ...right, types: [] })).rejects.toMatchObject({ fields: [{ path: 'types' }] });
  await expect(refused({ ...right, owner: 'nowhere' })).rejects.toMatchObject({ fields: [{ path: 'owner' }] });
  await expect(
    (await replica(await opened.replica(), 'production')).webhooks.admin.add({ ...right, url: 'http://example.sa' }, null, 'r'),
  ).rejects.toMatchObject({ fields: [{ path: 'url' }] });
  const { secret } = await webhooks.admin.add(right, null, 'r');
  const kept = JSON.stringify([await opened.database.query('SELECT * FROM hub.webhook'), audited]);
  expect(kept).not.toContain(secret.slice(6));
  await expect(webhooks.admin.remove('nobody', null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_WEBHOOK_UNKNOWN' });
});

test('an inner address is not called in production, and the log of the subscription says so', async () => {
  const { webhooks } = await replica(opened.store, 'production');
  const { id } = await webhooks.admin.add({ url: 'https://10.1.2.3/hook', types: ['services.*'], owner: 'it-center' }, null, 'r');
  await emit('a');
  await expect
    .poll(() => webhooks.admin.deliveries(id, 10), { timeout: 15_000 })
    .toMatchObject([{ state: 'given-up', lastStatus: null, lastError: '10.1.2.3 is not in a network that may be called' }]);
});
