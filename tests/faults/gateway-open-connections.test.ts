import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendRaw } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';
import { RawSystems } from './raw-systems.ts';

let lab: GatewayLab;
let systems: RawSystems;
let application: http.Server;
/** Sends one event to who listens to the application's event stream. */
let release: ((event: string) => void) | undefined;

beforeAll(async () => {
  lab = await openGatewayLab();
  systems = new RawSystems(lab);
  application = http.createServer((request, response) => {
    if (request.url !== '/events') return void response.end('ok');
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    release = (event) => response.write(event);
  });
  const sockets = new WebSocketServer({ server: application });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${String(data)}`)));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.9', resolve));
  const url = `http://127.0.0.9:${(application.address() as AddressInfo).port}`;
  await lab.connect('app', url, { access: 'signed-in' });
  await lab.connect('files', url);
});

afterAll(async () => {
  application?.closeAllConnections();
  application?.close();
  await systems?.close();
  await lab?.hub.remove();
});

const to = (id: string, line: string, headers = '') => `${line} HTTP/1.1\r\nHost: ${lab.host(id)}\r\n${headers}\r\n`;

test('an event stream is open before its first event, and each event comes when it is sent', async () => {
  const wire = await sendRaw(lab.hub.port, to('files', 'GET /events'));
  await wire.until(/text\/event-stream/);
  expect(wire.text).not.toContain('data:');
  release?.('data: one\n\n');
  await wire.until(/data: one/);
  release?.('data: two\n\n');
  await wire.until(/data: two/);
  wire.socket.destroy();
});

test('a WebSocket carries messages both ways, and ends within seconds of signing out, as an event stream does', async () => {
  const person = await lab.hub.signIn('alice', 'alice-password');
  const cookie = await lab.enter('app', person);
  const socket = new WebSocket(`ws://127.0.0.1:${lab.hub.port}/socket`, { headers: { host: lab.host('app'), cookie } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const echoed = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send('marhaba');
  expect(await echoed).toBe('echo marhaba');
  const events = await sendRaw(lab.hub.port, to('app', 'GET /events', `Cookie: ${cookie}\r\n`));
  await events.until(/text\/event-stream/);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await person.fetch('/auth/sign-out-everywhere', { method: 'POST' });
  await closed;
  await events.whole(10_000);
  await expect.poll(() => new Promise((resolve) => application.getConnections((_error, count) => resolve(count))), { timeout: 20_000 }).toBeLessThan(3);
});

test('a WebSocket without a session, or into the hub’s own corner, is refused in words', async () => {
  const refused = await sendRaw(
    lab.hub.port,
    to('app', 'GET /socket', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'),
  );
  expect(await refused.whole()).toMatch(/^HTTP\/1\.1 401 [\s\S]*HTTP_SIGN_IN_NEEDED/);
  const own = await sendRaw(lab.hub.port, to('files', 'GET /.amanah/x', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'));
  expect(await own.whole()).toMatch(/^HTTP\/1\.1 404 /);
});

test('a system cannot plant a cookie of the hub with its answer to a WebSocket', async () => {
  await systems.connect('socket', (socket) =>
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSet-Cookie: amanah-system=x\r\nSet-Cookie: own=1; Domain=localhost\r\n\r\nframe',
    ),
  );
  await systems.connect('no-socket', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nSet-Cookie: amanah-system=x\r\nContent-Length: 2\r\n\r\nno'));
  for (const [id, status] of [
    ['socket', '101'],
    ['no-socket', '403'],
  ] as const) {
    const wire = await sendRaw(
      lab.hub.port,
      to(id, 'GET /', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'),
    );
    await wire.until(new RegExp(`^HTTP/1\\.1 ${status}[\\s\\S]*(?:frame|no)$`));
    expect(wire.text).not.toContain('amanah-system');
    wire.socket.destroy();
  }
});
