import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { callApi, ffmpegOf, planBroadcast, playlistOf, startEncoder, type PlannedBroadcast, type TestEncoder } from './pages/live-lab.ts';
import { openPlayer, playsOn, shownIn } from './pages/live-player.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let officer: CookieJar;
let browser: Browser;
let viewer: Page;
let plan: PlannedBroadcast;
let encoder: TestEncoder;

beforeAll(async () => {
  hub = await createTestHub();
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  plan = await planBroadcast(officer);
  encoder = startEncoder(plan.address, plan.key);
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
  viewer = await browser.newPage();
});

afterAll(async () => {
  await encoder?.kill();
  await browser?.close();
  await hub?.remove();
});

const stream = () => `${hub.url}/api/media/hls/${plan.id}/master.m3u8`;
const monitor = async () => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body;
const playing = (signal: string) => expect.poll(async () => (await monitor()).signal, seconds(60)).toBe(signal);
const discontinuities = async () => (await playlistOf(officer, plan.id, 'v'))?.match(/#EXT-X-DISCONTINUITY/g)?.length ?? 0;

test('the picture of an encoder is on a page within seconds, with its sound, and goes on', async () => {
  await playing('on');
  await expect.poll(async () => (await playlistOf(officer, plan.id, 'v')) !== null, seconds(60)).toBe(true);
  const opened = Date.now();
  await openPlayer(viewer, hub.url, stream());
  await playsOn(viewer, 0.1);
  console.log(`live: first picture ${Date.now() - opened} ms after the page was opened`);
  const latencies: number[] = [];
  for (let sample = 0; sample < 12; sample++) latencies.push((await playsOn(viewer, 0.5)).latency);
  latencies.sort((a, b) => a - b);
  console.log(`live: latency by the clock in the picture, median ${latencies[6]} ms, of ${latencies.join(' ')}`);
  const shown = await shownIn(viewer);
  expect(shown).toMatchObject({ width: 640, faults: [] });
  expect(shown.sound).toBeGreaterThan(10_000);
  await expect.poll(async () => (await monitor()).viewers, seconds(20)).toBe(1);
});

test('ffmpeg is killed: it is started again and whoever watches goes on', async () => {
  const before = await discontinuities();
  const [pid] = ffmpegOf(hub.pid);
  process.kill(pid!, 'SIGKILL');
  await expect.poll(discontinuities, seconds(60)).toBe(before + 1);
  await playsOn(viewer, 6);
  expect(await shownIn(viewer)).toMatchObject({ faults: [] });
  expect((await monitor()).figures.crashes).toBeGreaterThan(0);
});

test('an encoder that breaks off and is back within seconds goes on in the same broadcast', async () => {
  const before = await discontinuities();
  await encoder.kill();
  await playing('away');
  encoder = startEncoder(plan.address, plan.key);
  await playing('on');
  await expect.poll(discontinuities, seconds(60)).toBe(before + 1);
  const shown = await playsOn(viewer, 6);
  expect(shown.faults).toEqual([]);
});

test('sound only: a still picture with the sound that goes on, until the picture is asked for again', async () => {
  const before = await discontinuities();
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/sound-only`, { on: true })).toMatchObject({ status: 204 });
  await expect.poll(discontinuities, seconds(60)).toBe(before + 1);
  await playsOn(viewer, 6);
  expect(await monitor()).toMatchObject({ soundOnly: 'asked', signal: 'on' });
  await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/sound-only`, { on: false });
  await expect.poll(discontinuities, seconds(60)).toBe(before + 2);
  expect(await playsOn(viewer, 4)).toMatchObject({ faults: [] });
});

test('a weak link takes the sound alone, which is always there', async () => {
  const weak = await browser.newPage();
  await openPlayer(weak, hub.url, `${hub.url}/api/media/hls/${plan.id}/a/index.m3u8`);
  const shown = await playsOn(weak, 3);
  expect(shown).toMatchObject({ width: 0, faults: [] });
  expect(shown.sound).toBeGreaterThan(1_000);
  await weak.close();
});

test('who watches to the end gets to the end; the recording plays from its beginning, also once it is packed', async () => {
  const asked = Date.now();
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200, body: { state: 'published' } });
  console.log(`live: recording published ${Date.now() - asked} ms after the end was asked for`);
  await expect.poll(async () => (await shownIn(viewer)).ended, seconds(60)).toBe(true);
  expect(await shownIn(viewer)).toMatchObject({ faults: [] });

  await expect.poll(async () => playlistOf(officer, plan.id, 'v'), seconds(60)).toContain('all.mp4');
  const later = await browser.newPage();
  await openPlayer(later, hub.url, stream());
  expect((await shownIn(later)).at).toBeLessThan(3);
  await playsOn(later, 4);
  const { seconds: length } = (await callApi(officer, 'GET', `/api/media/programmes/${plan.id}`)).body;
  // Over each place where ffmpeg was started anew.
  await later.evaluate((at) => void ((document.getElementById('video') as HTMLVideoElement).currentTime = at), length - 6);
  await expect.poll(async () => (await shownIn(later)).ended, seconds(60)).toBe(true);
  expect(await shownIn(later)).toMatchObject({ faults: [], width: 640 });
});

test('trimmed, only what lies between two moments is shown; nothing is lost by it', async () => {
  const length = async () => (await callApi(officer, 'GET', `/api/media/programmes/${plan.id}`)).body.seconds as number;
  const whole = await length();
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/trim`, { from: 3, to: 8 })).toMatchObject({ status: 200 });
  expect(await length()).toBeLessThan(8);
  const short = await browser.newPage();
  await expect.poll(async () => (await playlistOf(officer, plan.id, 'v'))?.match(/#EXTINF/g)?.length, seconds(10)).toBeLessThan(8);
  await openPlayer(short, hub.url, stream());
  await expect.poll(async () => (await shownIn(short)).ended, seconds(60)).toBe(true);
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/trim`, { from: 5_000, to: 6_000 })).toMatchObject({
    status: 422,
    body: { code: 'MEDIA_TRIM_REFUSED' },
  });
  await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/trim`, { from: null, to: null });
  expect(await length()).toBeCloseTo(whole, 1);
});
