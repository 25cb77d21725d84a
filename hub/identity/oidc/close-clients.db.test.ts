import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../../store/store-fixture.ts';
import { closeClients } from './close-clients.ts';
import { guardedFetch } from './guarded-fetch.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let server: Server;
let base: string;
let sessionId: string;
let personId: string;
let now = 0;
let most = 0;
const told: string[] = [];

beforeAll(async () => {
  opened = await openTestStore();
  server = createServer((request, response) => {
    now += 1;
    most = Math.max(most, now);
    request.resume().on('end', () => {
      void delay(50).then(() => {
        now -= 1;
        told.push(request.url ?? '');
        if (request.url === '/moved') response.writeHead(302, { location: '/secret' });
        else if (request.url === '/broken') response.writeHead(500);
        if (request.url === '/silent') return;
        response.end();
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [person] = await opened.store.hub.query<{ id: string }>(`INSERT INTO hub.person (username, name_ar, name_en) VALUES ('a', 'أ', 'A') RETURNING id`);
  personId = person!.id;
  sessionId = crypto.randomUUID();
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await opened?.close();
});

async function enter(id: string, uri: string, title?: { ar: string; en: string }): Promise<void> {
  const definition = { id, redirectUris: [], backchannelLogoutUri: uri, ...(title ? { title } : {}) };
  await opened.store.hub.query('INSERT INTO hub.client (id, definition) VALUES ($1, $2)', [id, JSON.stringify(definition)]);
  await opened.store.hub.query('INSERT INTO hub.oidc_grant (grant_id, session_id, person_id, client_id) VALUES ($1, $2, $3, $4)', [
    `grant-${id}`,
    sessionId,
    personId,
    id,
  ]);
}

const ended: string[] = [];
const close = (innerNetworks: readonly string[] = [], profile: 'demo' | 'production' = 'demo') =>
  closeClients(
    {
      db: opened.store.hub,
      state: { adapter: () => ({}) as never, endGrants: async (ids) => void ended.push(...ids) },
      sign: async (audience, subject, claims) => JSON.stringify({ audience, subject, ...claims }),
      subjectOf: async (id) => id,
      sidOf: (id) => `sid of ${id}`,
      fetch: guardedFetch({ profile, innerNetworks }),
    },
    [sessionId],
  );

test('many clients are told at the same time, but never more than a few dozen at once; each once', async () => {
  for (let index = 0; index < 100; index++) await enter(`many-${index}`, `${base}/many-${index}`);
  const { reached, unreachable } = await close();
  expect([reached.length, unreachable]).toEqual([100, []]);
  expect(told.toSorted()).toEqual(Array.from({ length: 100 }, (_none, index) => `/many-${index}`).toSorted());
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(32);
  expect(ended).toHaveLength(100);
  expect(await close()).toEqual({ reached: [], unreachable: [] });
});

test('a client that is silent, broken or moved is named with its title and the reason; the others are closed', async () => {
  told.length = 0;
  await enter('fine', `${base}/fine`);
  await enter('silent', `${base}/silent`, { ar: 'صامت', en: 'Silent' });
  await enter('broken', `${base}/broken`);
  await enter('moved', `${base}/moved`);
  await enter('gone', 'http://127.0.0.1:9/logout');
  const { reached, unreachable } = await close();
  expect(reached).toEqual([{ id: 'fine' }]);
  expect(unreachable.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
    { id: 'broken', reason: 'HTTP 500' },
    { id: 'gone', reason: expect.any(String) },
    { id: 'moved', reason: expect.stringMatching(/redirect/) },
    { id: 'silent', title: { ar: 'صامت', en: 'Silent' }, reason: expect.stringMatching(/timeout|aborted/i) },
  ]);
  expect(told).not.toContain('/secret');
});

test('in production an inner address is told only when its network is named', async () => {
  told.length = 0;
  await enter('inner', `${base}/inner`);
  expect((await close([], 'production')).unreachable).toEqual([{ id: 'inner', reason: expect.stringContaining('not in a network') }]);
  expect(told).toEqual([]);
  await enter('named', `${base}/named`);
  expect((await close(['127.0.0.0/8'], 'production')).reached).toEqual([{ id: 'named' }]);
});
