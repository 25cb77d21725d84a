import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { startInterruptibleEncoder, type InterruptibleEncoder } from './pages/interruptible-encoder.ts';
import {
  callApi,
  configWithLive,
  ffmpegOf,
  planBroadcast,
  playlistOf,
  removeFolder,
  segmentsIn,
  smallPictureOf,
  type PlannedBroadcast,
} from './pages/live-lab.ts';
import { chooseLines, openPlayer, playsOn, playsToEnd, showsStill, shownIn } from './pages/live-player.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });
const large = { size: '1280x720', rate: 15, kbps: 1_500 };

let hub: TestHub;
let config: string;
let officer: CookieJar;
let browser: Browser;
let viewer: Page;
let plan: PlannedBroadcast;
let encoder: InterruptibleEncoder;

beforeAll(async () => {
  config = configWithLive({ rtmp: { port: 0 }, slateAfterSeconds: 3 });
  hub = await createTestHub({ env: { AMANAH_CONFIG_DIR: config } });
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  plan = await planBroadcast(officer);
  encoder = startInterruptibleEncoder(plan.address, plan.key, large);
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
  viewer = await browser.newPage();
});

afterAll(async () => {
  await encoder?.kill();
  await browser?.close();
  await hub?.remove();
  removeFolder(config);
});

const address = () => `${hub.url}/api/media/hls/${plan.id}/master.m3u8`;
const monitor = async () => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body;
const playlist = async (variant: 'v' | 's' | 'a') => (await playlistOf(officer, plan.id, variant)) ?? '';
const discontinuities = async (variant: 'v' | 's' | 'a' = 'v') => (await playlist(variant)).match(/#EXT-X-DISCONTINUITY/g)?.length ?? 0;

test('beside a large picture a smaller one is made: in the list with its size, codecs and rate, cut where the large one is', async () => {
  await expect.poll(async () => segmentsIn(await playlist('s')).length, seconds(90)).toBeGreaterThan(3);
  const master = await (await officer.fetch(address())).text();
  expect(master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=1280x720\nv\//);
  expect(master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=640x360\ns\//);
  const [large, small] = ['RESOLUTION=1280x720', 'RESOLUTION=640x360'].map((size) => Number(new RegExp(`BANDWIDTH=(\\d+),[^\\n]*${size}`).exec(master)?.[1]));
  expect(small!).toBeLessThan(large! * 0.7);
  const lengths = (text: string) => text.match(/#EXTINF:[\d.]+/g) ?? [];
  const [pictures, smaller] = [lengths(await playlist('v')), lengths(await playlist('s'))];
  const common = Math.min(pictures.length, smaller.length);
  expect(smaller.slice(0, common)).toEqual(pictures.slice(0, common));
  expect((await monitor()).figures).toMatchObject({ smallPicture: 'on', weakLink: false });
});

test('a player goes over from one picture to the other and back while it plays', async () => {
  await openPlayer(viewer, hub.url, address());
  await playsOn(viewer, 1);
  for (const [width, height] of [
    [640, 360],
    [1_280, 720],
    [640, 360],
  ] as const) {
    await chooseLines(viewer, height);
    await expect.poll(async () => (await shownIn(viewer)).width, seconds(60)).toBe(width);
    expect(await playsOn(viewer, 2)).toMatchObject({ faults: [] });
  }
});

test('pictures stay away and the sound goes on: a still picture with the sound, and the picture again when it comes again', async () => {
  encoder.pictures(false);
  await expect.poll(async () => (await monitor()).soundOnly, seconds(60)).toBe('weak');
  await expect.poll(() => showsStill(viewer), seconds(60)).toBe(true);
  const heard = (await shownIn(viewer)).sound;
  expect(await playsOn(viewer, 4)).toMatchObject({ faults: [] });
  expect((await shownIn(viewer)).sound).toBeGreaterThan(heard);
  encoder.pictures(true);
  await expect.poll(async () => (await monitor()).soundOnly, seconds(60)).toBeNull();
  await expect.poll(async () => (await monitor()).figures.smallPicture, seconds(60)).toBe('on');
  await expect.poll(async () => (await shownIn(viewer)).width, seconds(60)).toBe(640);
  expect(await playsOn(viewer, 4)).toMatchObject({ faults: [] });
  expect(await discontinuities('s')).toBe(await discontinuities());
});

test('an encoder that stays away: viewers see that it is interrupted, and go on when it is back', async () => {
  const before = await discontinuities();
  await encoder.kill();
  await expect.poll(async () => (await monitor()).signal, seconds(60)).toBe('slate');
  await expect.poll(() => showsStill(viewer), seconds(60)).toBe(true);
  expect(await playsOn(viewer, 2)).toMatchObject({ faults: [] });
  encoder = startInterruptibleEncoder(plan.address, plan.key, large);
  await expect.poll(async () => (await monitor()).signal, seconds(60)).toBe('on');
  await expect.poll(() => discontinuities(), seconds(60)).toBe(before + 2);
  await expect.poll(() => showsStill(viewer), seconds(60)).toBe(false);
  expect(await playsOn(viewer, 4)).toMatchObject({ faults: [] });
});

test('a smaller picture that falls behind is given up: the large one is not held up, and whoever watched the smaller one goes on', async () => {
  await expect.poll(() => smallPictureOf(hub.pid), seconds(60)).toBeDefined();
  await expect.poll(async () => (await shownIn(viewer)).width, seconds(60)).toBe(640);
  const [before, crashes] = [segmentsIn(await playlist('v')).length, (await monitor()).figures.crashes];
  process.kill(smallPictureOf(hub.pid)!, 'SIGSTOP');
  await expect.poll(async () => segmentsIn(await playlist('v')).length, seconds(60)).toBeGreaterThan(before + 5);
  await expect.poll(async () => (await monitor()).figures.smallPicture, seconds(60)).toBe('given-up');
  await expect.poll(() => ffmpegOf(hub.pid).length, seconds(30)).toBe(1);
  await expect.poll(async () => (await shownIn(viewer)).width, seconds(60)).toBe(1_280);
  expect(await playsOn(viewer, 6)).toMatchObject({ faults: [] });
  expect(await playlist('s')).toContain('#EXT-X-GAP');
  expect((await monitor()).figures.crashes).toBe(crashes);
});

test('the recording keeps the smaller picture, packed and trimmed', async () => {
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200 });
  await playsToEnd(viewer);
  await expect.poll(() => playlist('s'), seconds(60)).toContain('\nall.mp4');
  const later = await browser.newPage();
  await openPlayer(later, hub.url, address(), { startLevel: 0, autoLevelCapping: 0 });
  expect(await playsOn(later, 4)).toMatchObject({ faults: [] });
  const length = (await callApi(officer, 'GET', `/api/media/programmes/${plan.id}`)).body.seconds;
  await later.evaluate((at) => void ((document.getElementById('video') as HTMLVideoElement).currentTime = at), length - 4);
  expect(await playsToEnd(later)).toMatchObject({ faults: [] });
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/trim`, { from: 2, to: 6 })).toMatchObject({ status: 200 });
  await expect.poll(async () => segmentsIn(await playlist('s')).length, seconds(10)).toBeLessThan(8);
  expect(segmentsIn(await playlist('s')).length).toBe(segmentsIn(await playlist('v')).length);
});

test('the smaller picture counts in the store, and goes with its programme', async () => {
  const folder = join(hub.dataDir, 'files', 'media', 'live', plan.id);
  const office = async () => (await callApi(officer, 'GET', `/api/media/office/programmes/${plan.id}`)).body;
  const packed = () =>
    readdirSync(folder)
      .filter((file) => /^\w+\.mp4$/.test(file))
      .sort();
  expect(packed()).toEqual(['a.mp4', 's.mp4', 'v.mp4']);
  const bytes = packed().reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  await expect.poll(async () => (await office()).bytes, seconds(30)).toBe(bytes);
  await hub.addPerson('headofmedia', 'Head-1448', { role: 'communication-head@pr-media' });
  const head = await hub.signIn('headofmedia', 'Head-1448');
  expect(await callApi(head, 'DELETE', `/api/media/office/programmes/${plan.id}`)).toMatchObject({ status: 204 });
  await expect.poll(() => (existsSync(folder) ? packed() : []), seconds(60)).toEqual([]);
});
