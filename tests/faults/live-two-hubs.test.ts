import { mkdtempSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import {
  createTestHub,
  freePort,
  makeTestCertificate,
  startTestDatabase,
  startTestRedis,
  type CookieJar,
  type TestDatabase,
  type TestHub,
  type TestRedis,
} from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from '../e2e/pages/browser.ts';
import {
  callApi,
  configWithLive,
  ffmpegOf,
  planBroadcast,
  playlistOf,
  removeFolder,
  segmentsIn,
  startEncoder,
  type PlannedBroadcast,
  type TestEncoder,
} from '../e2e/pages/live-lab.ts';
import { openPlayer, playsOn, shownIn } from '../e2e/pages/live-player.ts';

// Two hubs on one PostgreSQL, one Redis and one folder of files; before them one address for encoders, with TLS, that leads to whichever hub takes them.
vi.setConfig({ testTimeout: 300_000 });
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let folder: string;
let config: string;
let database: TestDatabase;
let redis: TestRedis;
let first: TestHub;
let second: TestHub;
let atFirst: CookieJar;
let atSecond: CookieJar;
let plan: PlannedBroadcast;
/** The hub to which the encoder was led, and the other one, with who works there. */
let runs: TestHub;
let stays: TestHub;
let client: CookieJar;
let entrance: Server;
let entrancePort: number;
let browser: Browser;
let viewer: Page;
/** Where the hubs take RTMP. */
const hubPorts: number[] = [];
let sending = true;
let encoder: TestEncoder | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-two-hubs-'));
  database = await startTestDatabase();
  redis = await startTestRedis();
  const dataDir = join(folder, 'data');
  entrancePort = await freePort();
  config = configWithLive({ rtmp: { port: 0, publicAddress: `rtmps://localhost:${entrancePort}/live` } });
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, AMANAH_CONFIG_DIR: config };
  const start = () => createTestHub({ dataDir, readyMs: 120_000, env });
  first = await start();
  second = await start();
  await first.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  [atFirst, atSecond] = [await first.signIn('producer', 'Producer-1448'), await second.signIn('producer', 'Producer-1448')];
  plan = await planBroadcast(atFirst);
  entrance = await startEntrance(entrancePort);
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
  viewer = await browser.newPage();
}, 300_000);

afterAll(async () => {
  sending = false;
  await encoder?.kill();
  await browser?.close();
  entrance?.close();
  await first?.remove();
  await second?.remove();
  await redis?.stop();
  await database?.drop();
  for (const path of [folder, config]) removeFolder(path);
});

/** Takes TLS off and hands on to the first hub that listens, as nginx or stunnel do before the hub. */
async function startEntrance(port: number): Promise<Server> {
  const { folder: at } = makeTestCertificate(join(folder, 'tls'), ['localhost']);
  const [cert, key] = ['fullchain.pem', 'privkey.pem'].map((file) => readFileSync(join(at, file)));
  const server = createServer({ cert, key }, (outer) => {
    outer.on('error', () => outer.destroy());
    void reach(hubPorts).then((inner) => {
      if (!inner) return outer.destroy();
      outer.pipe(inner).pipe(outer);
      for (const [one, other] of [
        [outer, inner],
        [inner, outer],
      ] as const)
        one.once('close', () => other.destroy());
      return inner.on('error', () => inner.destroy());
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function reach(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const trying = connect(port, '127.0.0.1', () => resolve(trying)).once('error', () => resolve(null));
    });
    if (socket) return socket;
  }
  return null;
}

/** An encoder that is set to come back, as they all can be: always to the same address with the same key. */
function keepSending(): void {
  if (!sending) return;
  encoder = startEncoder(plan.address, plan.key);
  void encoder.ended.then(keepSending);
}

const monitorAt = async () => (await callApi(client, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body;
const segmentsAt = async (at: CookieJar) => segmentsIn(await playlistOf(at, plan.id, 'v'));
const openPorts = async () =>
  (await database.query<{ rtmp_port: number }>('SELECT rtmp_port FROM plugin_media.live_server WHERE rtmp_port IS NOT NULL')).map((row) => row.rtmp_port);

test('an encoder that sends by RTMPS is seen at both hubs, whichever it is led to', async () => {
  await expect.poll(async () => (await openPorts()).length, seconds(90)).toBe(2);
  hubPorts.push(...(await openPorts()));
  keepSending();
  for (const at of [atFirst, atSecond]) await expect.poll(async () => (await segmentsAt(at)).length, seconds(90)).toBeGreaterThan(4);
  [runs, stays, client] = ffmpegOf(first.pid).length > 0 ? [first, second, atSecond] : [second, first, atFirst];
  expect(await monitorAt()).toMatchObject({ state: 'live', signal: 'on', source: 'rtmp', address: plan.address });
  await openPlayer(viewer, stays.url, `${stays.url}/api/media/hls/${plan.id}/master.m3u8`);
  await playsOn(viewer, 3);
});

test('the hub that runs it is killed: the encoder comes back to the other one, the same broadcast and the same playlist go on, and so does who watches', async () => {
  const watched = await segmentsAt(client);
  await runs.kill();
  await expect.poll(async () => (await segmentsAt(client)).length, seconds(120)).toBeGreaterThan(watched.length + 5);
  const now = (await playlistOf(client, plan.id, 'v')) ?? '';
  expect(segmentsIn(now).slice(0, watched.length)).toEqual(watched);
  expect(now.match(/#EXT-X-DISCONTINUITY/g)?.length).toBeGreaterThan(0);
  expect(await monitorAt()).toMatchObject({ state: 'live', signal: 'on', problem: null });
  await playsOn(viewer, 5);
  expect(await shownIn(viewer)).toMatchObject({ faults: [] });
  expect((await shownIn(viewer)).latency).toBeLessThan(30_000);
});

test('it is ended at the hub that has it now, and its recording holds what both of them made', async () => {
  const sent = await segmentsAt(client);
  sending = false;
  expect(await callApi(client, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200, body: { state: 'published' } });
  await encoder?.ended;
  const recording = await playlistOf(client, plan.id, 'v');
  expect(recording).toContain('#EXT-X-ENDLIST');
  expect(segmentsIn(recording).length).toBeGreaterThanOrEqual(sent.length);
  await expect.poll(async () => (await shownIn(viewer)).ended, seconds(60)).toBe(true);
  expect(await shownIn(viewer)).toMatchObject({ faults: [] });
});
