import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp, sessionWith } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
let server: ReturnType<typeof createServer>;
let url: string;
beforeAll(async () => {
  hub = await fixtureApp(sessionWith([]));
  server = createServer(hub.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/stream`;
});
afterAll(async () => {
  await hub.app.close();
  server.closeAllConnections();
  server.close();
  await hub.host.close();
});

async function openStream(headers: Record<string, string> = {}): Promise<{ until(text: string): Promise<string>; ended: Promise<void>; close(): void }> {
  const response = await new Promise<IncomingMessage>((resolve) => get(url, { headers }, resolve));
  let read = '';
  let wake = () => {};
  response.setEncoding('utf8').on('data', (chunk: string) => {
    read += chunk;
    wake();
  });
  const until = async (text: string) => {
    while (!read.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
    return read;
  };
  return { until, ended: new Promise((resolve) => response.once('close', resolve)), close: () => response.destroy() };
}
const note = (id: string, personIds: string[], data: unknown) => hub.publish(JSON.stringify({ id, personIds, message: { type: 'bell', data } }));

test('a message reaches the pages of its persons and nobody else', async () => {
  const page = await openStream();
  await page.until('retry:');
  note('e1', ['somebody-else'], 'not for you');
  note('e2', ['p1'], 'for you');
  const read = await page.until('for you"');
  expect(read).toContain('id: e2\ndata: {"type":"bell","data":"for you"}\n\n');
  expect(read).not.toContain('not for you');
  page.close();
});

test('a page that comes back gets what it missed; one away too long is told to read anew', async () => {
  note('e3', ['p1'], 'seen');
  note('e4', ['p1'], 'missed');
  const back = await openStream({ 'Last-Event-ID': 'e3' });
  expect(await back.until('missed')).not.toContain('seen');
  back.close();
  const late = await openStream({ 'Last-Event-ID': 'long-ago' });
  await late.until('"type":"resync"');
  late.close();
});

test('a revoked session closes its stream and says why', async () => {
  const page = await openStream();
  await page.until('retry:');
  hub.revoke('s1');
  await page.until('session.revoked');
  await page.ended;
});
