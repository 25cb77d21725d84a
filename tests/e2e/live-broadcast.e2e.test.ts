import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callApi, ffmpegOf, planBroadcast, playlistOf, segmentsIn, startEncoder, type TestEncoder } from './pages/live-lab.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let officer: CookieJar;
let citizen: CookieJar;
const encoders: TestEncoder[] = [];

beforeAll(async () => {
  hub = await createTestHub();
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  citizen = hub.client();
});

afterAll(async () => {
  await Promise.all(encoders.map((one) => one.kill()));
  await hub?.remove();
});

function encoder(...given: Parameters<typeof startEncoder>): TestEncoder {
  const started = startEncoder(...given);
  encoders.push(started);
  return started;
}

const monitor = async (id: string) => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${id}`)).body;
const page = async (id: string) => (await callApi(citizen, 'GET', `/api/media/programmes/${id}`)).body;
const count = async (id: string, variant: 'v' | 'a' = 'v') => segmentsIn(await playlistOf(citizen, id, variant)).length;

test('a broadcast is watched while it runs and stays as its recording when it ends', async () => {
  const plan = await planBroadcast(officer);
  expect(plan.address).toMatch(/^rtmp:\/\/localhost:\d+\/live$/);
  expect(await page(plan.id)).toMatchObject({ state: 'scheduled', stream: null });
  const sending = encoder(plan.address, plan.key);
  await expect.poll(() => count(plan.id), seconds(60)).toBeGreaterThan(3);
  expect(await page(plan.id)).toMatchObject({ state: 'live', stream: `/api/media/hls/${plan.id}/master.m3u8` });
  const master = await (await citizen.fetch(`/api/media/hls/${plan.id}/master.m3u8`)).text();
  expect(master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=640x360\nv\/index\.m3u8\?n=/);
  expect(master).toMatch(/CODECS="mp4a\.40\.2"\na\/index\.m3u8\?n=/);
  expect(await count(plan.id, 'a')).toBeGreaterThan(2);
  await expect.poll(async () => (await monitor(plan.id)).figures.kbps, seconds(30)).toBeGreaterThan(200);
  expect(await monitor(plan.id)).toMatchObject({ state: 'live', signal: 'on', source: 'rtmp', problem: null });

  const before = await count(plan.id);
  const asked = Date.now();
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200, body: { state: 'published' } });
  console.log(`live: recording published ${Date.now() - asked} ms after the end was asked for`);
  await sending.ended;
  const recording = await playlistOf(citizen, plan.id, 'v');
  expect(recording).toContain('#EXT-X-ENDLIST');
  expect(segmentsIn(recording).length).toBeGreaterThanOrEqual(before);
  expect((await page(plan.id)).seconds).toBeGreaterThanOrEqual(before - 1);
  expect(ffmpegOf(hub.pid)).toEqual([]);
});
