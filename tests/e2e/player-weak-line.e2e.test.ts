import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { callApi, planBroadcast, playlistOf, segmentsIn, startEncoder, type PlannedBroadcast, type TestEncoder } from './pages/live-lab.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerOf } from './pages/watch-lab.ts';

vi.setConfig({ testTimeout: 300_000 });
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let officer: CookieJar;
let browser: Browser;
let viewer: Page;
let line: CDPSession;
let plan: PlannedBroadcast;
let encoder: TestEncoder | undefined;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  plan = await planBroadcast(officer);
  encoder = startEncoder(plan.address, plan.key, { size: '1280x720', rate: 15, kbps: 1_800 });
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'], whole: true });
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: 'en', url: hub.url }]);
  viewer = await context.newPage();
  viewer.setDefaultTimeout(90_000);
  await viewer.goto(`${hub.url}/watch/${plan.id}`);
  line = await context.newCDPSession(viewer);
  await line.send('Network.enable');
}, 240_000);
afterAll(async () => {
  await encoder?.kill();
  await browser?.close();
  await hub?.remove();
});

const player = () => viewer.locator('amanah-player');
const note = () => player().getByText('Your connection is weak');
const width = async () => (await playerOf(viewer)).width;
/** A line that brings so many kilobits a second; `null`: as fast as it can. */
const carries = (kbps: number | null) =>
  line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 10,
    downloadThroughput: kbps === null ? -1 : (kbps * 1_000) / 8,
    uploadThroughput: -1,
  });

test('on a line that does not carry the large picture the player goes over to the smaller one and plays on', async () => {
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 's')).length, seconds(90)).toBeGreaterThan(3);
  await player().getByRole('button', { name: 'Play: Meeting of the mayors' }).click();
  await expect.poll(width, seconds(60)).toBe(1_280);
  await carries(900);
  await expect.poll(width, seconds(90)).toBe(640);
  const { at } = await playerOf(viewer);
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(60)).toBeGreaterThan(at + 5);
  expect(await note().count()).toBe(0);
});

test('where not even that comes through it plays the sound alone and says so; when the line is good again the picture comes back by itself', async () => {
  await carries(220);
  await note().waitFor();
  await expect.poll(width, seconds(60)).toBe(0);
  const { at } = await playerOf(viewer);
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(90)).toBeGreaterThan(at + 5);
  expect((await playerOf(viewer)).sound).toBeGreaterThan(0.01);
  expect(await pageFaults(viewer)).toEqual([]);
  await picture(viewer, 'watch-weak-line-en-1440');
  await carries(null);
  await expect.poll(width, seconds(90)).toBeGreaterThan(0);
  await expect.poll(width, seconds(90)).toBe(1_280);
  expect(await note().count()).toBe(0);
});

test('picture in picture by its button, and back', async () => {
  const inPicture = () => viewer.evaluate(() => document.pictureInPictureElement !== null);
  await player().hover();
  await player().getByRole('button', { name: 'Picture in picture' }).first().click();
  await expect.poll(inPicture, seconds(30)).toBe(true);
  const { at } = await playerOf(viewer);
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(60)).toBeGreaterThan(at + 2);
  await player().hover();
  await player().getByRole('button', { name: 'Picture in picture' }).first().click();
  await expect.poll(inPicture, seconds(30)).toBe(false);
});

test('a broadcast whose sound and picture do not end together is over for who watches', async () => {
  expect((await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`, {})).status).toBe(200);
  await player().getByText('The broadcast is over').waitFor();
});
