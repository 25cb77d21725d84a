import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { fixtureApp, sessionWith } from './app-fixture.ts';
import { createServer } from './create-server.ts';

type Hub = Awaited<ReturnType<typeof started>>;
const origin = 'http://localhost:3000';
let hub: Hub;
let stranger: Hub;
beforeAll(async () => {
  hub = await started(sessionWith(['protocols:stream.read']));
  stranger = await started(null);
});
afterAll(async () => {
  await Promise.all([hub, stranger].map(({ end }) => end()));
});

async function started(session: Parameters<typeof fixtureApp>[0]) {
  const fixture = await fixtureApp(session);
  const { gateway } = fixture;
  const server = createServer(fixture.app, gateway, { log: { debug() {}, info() {}, warn() {}, error() {} } });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  let ended = false;
  return {
    ...fixture,
    open: (path: string, from = origin) => new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin: from }),
    async end() {
      if (!ended) await server.drain();
      ended = true;
      await fixture.host.close();
    },
  };
}

async function statusOf(socket: WebSocket): Promise<number> {
  socket.on('error', () => {});
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

async function said(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

async function codeOf(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

test('a page with the permission talks to the plugin, which knows who it is and which place it opened', async () => {
  const socket = hub.open('/api/protocols/echo/r%201');
  expect(await said(socket)).toBe('p1 in r 1');
  socket.send('سلام');
  expect(await said(socket)).toBe('سلام');
  socket.send('bye');
  expect(await codeOf(socket)).toBe(1000);
});

test('without session, from another origin, at an unknown place, or of a refused plugin it is refused before anything is opened', async () => {
  expect(await statusOf(stranger.open('/api/protocols/echo/a'))).toBe(401);
  expect(await statusOf(hub.open('/api/protocols/echo/a', 'http://wiki.localhost:3000'))).toBe(403);
  expect(await statusOf(hub.open('/api/protocols/nothing'))).toBe(404);
  expect(await statusOf(hub.open('/assets/x'))).toBe(404);
  expect(await statusOf(hub.open('/api/throws-in-setup/x'))).toBe(503);
});

test('a message that is too long closes it, and so does a handler that fails, without saying why', async () => {
  const long = hub.open('/api/protocols/echo/a');
  await said(long);
  long.send('x'.repeat(1_001));
  expect(await codeOf(long)).toBe(1009);
  const failing = hub.open('/api/protocols/echo/a');
  await said(failing);
  failing.send('fail');
  expect(await codeOf(failing)).toBe(1011);
});

test('a hundred messages sent at once come back in their order', async () => {
  const socket = hub.open('/api/protocols/echo/a');
  await said(socket);
  const back: string[] = [];
  socket.on('message', (data: Buffer) => back.push(data.toString()));
  for (let at = 0; at < 100; at++) socket.send(String(at));
  await expect.poll(() => back.length, { timeout: 10_000 }).toBe(100);
  expect(back).toEqual(Array.from({ length: 100 }, (_none, at) => String(at)));
  socket.terminate();
});

test('it closes when its session ends, and when the session acts in another capacity', async () => {
  const one = hub.open('/api/protocols/echo/a');
  await said(one);
  hub.revoke('another');
  hub.revoke('s1');
  expect(await codeOf(one)).toBe(4401);
  const two = hub.open('/api/protocols/echo/a');
  await said(two);
  hub.changeSession('s1');
  expect(await codeOf(two)).toBe(4409);
});

test('a public one is limited per network', async () => {
  const sockets = [stranger.open('/api/protocols/open'), stranger.open('/api/protocols/open')];
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  expect(await statusOf(stranger.open('/api/protocols/open'))).toBe(429);
  for (const socket of sockets) socket.terminate();
});

test('it closes when the hub drains, also when the other side says no good-bye', async () => {
  const socket = hub.open('/api/protocols/echo/a');
  await said(socket);
  const silent = hub.open('/api/protocols/echo/a');
  await said(silent);
  silent.pause();
  const code = codeOf(socket);
  await hub.end();
  expect(await code).toBe(1001);
  silent.terminate();
});
