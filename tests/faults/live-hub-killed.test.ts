import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callApi, ffmpegOf, planBroadcast, playlistOf, segmentsIn, startEncoder, type PlannedBroadcast, type TestEncoder } from '../e2e/pages/live-lab.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let database: TestDatabase;
let hub: TestHub;
let dataDir: string;
let officer: CookieJar;
let plan: PlannedBroadcast;
let encoder: TestEncoder;

const start = () => createTestHub({ dataDir, readyMs: 120_000, env: { DATABASE_URL: database.url } });
const segments = async () => segmentsIn(await playlistOf(officer, plan.id, 'v'));
const monitor = async () => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ readyMs: 120_000, env: { DATABASE_URL: database.url } });
  dataDir = hub.dataDir;
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  plan = await planBroadcast(officer);
});

afterAll(async () => {
  await encoder?.kill();
  await hub?.remove();
  await database?.drop();
});

test('a hub is killed in the middle of a broadcast: ffmpeg goes with it, the encoder comes back to the next hub, nothing that was watched is missing', async () => {
  encoder = startEncoder(plan.address, plan.key);
  await expect.poll(async () => (await segments()).length, seconds(90)).toBeGreaterThan(4);
  const [ffmpeg] = ffmpegOf(hub.pid);
  const watched = await segments();
  await hub.kill();
  await encoder.ended;
  const alive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  await expect.poll(() => alive(ffmpeg!), seconds(30)).toBe(false);

  hub = await start();
  officer = await hub.signIn('producer', 'Producer-1448');
  const kept = await segments();
  expect(kept.slice(0, watched.length)).toEqual(watched);
  await expect.poll(async () => (await monitor()).address, seconds(60)).not.toBeNull();
  encoder = startEncoder((await monitor()).address, plan.key);
  await expect.poll(async () => (await segments()).length, seconds(90)).toBeGreaterThan(kept.length + 3);
  expect(await playlistOf(officer, plan.id, 'v')).toContain('#EXT-X-DISCONTINUITY');
});

test('a hub is killed and the encoder does not come back: the broadcast can be ended, and its recording holds what there was', async () => {
  const watched = await segments();
  await hub.kill();
  await encoder.kill();
  hub = await start();
  officer = await hub.signIn('producer', 'Producer-1448');
  await expect.poll(async () => (await monitor()).signal, seconds(90)).toMatch(/away|slate/);
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200 });
  await expect.poll(async () => (await callApi(officer, 'GET', `/api/media/programmes/${plan.id}`)).body.state, seconds(60)).toBe('published');
  expect((await callApi(officer, 'GET', `/api/media/programmes/${plan.id}`)).body.seconds).toBeGreaterThanOrEqual(watched.length - 2);
  expect(await playlistOf(officer, plan.id, 'v')).toContain('#EXT-X-ENDLIST');
});
