import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { callApi, planBroadcast, startEncoder, type PlannedBroadcast, type TestEncoder } from './pages/live-lab.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerOf } from './pages/watch-lab.ts';

vi.setConfig({ testTimeout: 300_000 });
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let officer: CookieJar;
let browser: Browser;
let viewer: Page;
let plan: PlannedBroadcast;
let encoder: TestEncoder | undefined;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  await hub.addPerson('live-producer', 'Live-Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('live-producer', 'Live-Producer-1448');
  plan = await planBroadcast(officer, { services: ['SRV-001'] });
  browser = await openBrowser();
  viewer = await opened(`/watch/${plan.id}`);
}, 240_000);
afterAll(async () => {
  await encoder?.kill();
  await browser?.close();
  await hub?.remove();
});

async function opened(path: string, width = 1_440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: 'en', url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  await page.goto(hub.url + path);
  return page;
}

const player = () => viewer.locator('amanah-player');

test('before it begins the page says when; it can be played once it runs, without loading the page again', async () => {
  await player()
    .getByText(/The broadcast starts/)
    .waitFor();
  expect(await pageFaults(viewer)).toEqual([]);
  await picture(viewer, 'watch-announced-en-1440');
  encoder = startEncoder(plan.address, plan.key);
  await player().getByRole('button', { name: 'Play: Meeting of the mayors' }).waitFor();
  await player().getByRole('button', { name: 'Play: Meeting of the mayors' }).click();
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(90)).toBeGreaterThan(1);
  expect((await playerOf(viewer)).width).toBe(640);
  await expect.poll(async () => (await playerOf(viewer)).sound, seconds(30)).toBeGreaterThan(0.01);
});

test('it stands on the home page, first in the list, and on the card of its service', async () => {
  for (const [path, place] of [
    ['/', '.me-live-now'],
    ['/watch', '.me-item--lead, .me-item'],
    ['/services/SRV-001', '.me-guide'],
  ]) {
    const page = await opened(path!, 360);
    await page.locator(place!).first().waitFor();
    expect(await page.locator(place!).first().textContent()).toMatch(/Live/);
    expect([path, await pageFaults(page)]).toEqual([path, []]);
    await picture(page, `watch-live${path!.replaceAll('/', '-')}-en-360`);
    await page.context().close();
  }
});

test('a broadcast is rewound, and one button leads back to what happens now', async () => {
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(90)).toBeGreaterThan(12);
  await expect.poll(() => player().getByRole('button', { name: 'Live', exact: true }).count(), seconds(30)).toBe(1);
  const { at } = await playerOf(viewer);
  await player().locator('.view').focus();
  for (let times = 0; times < 2; times++) await viewer.keyboard.press('ArrowLeft');
  await player().getByRole('button', { name: 'Go to live' }).waitFor();
  expect((await playerOf(viewer)).at).toBeLessThan(at);
  await picture(viewer, 'watch-rewound-en-1440');
  expect(await pageFaults(viewer)).toEqual([]);
  await player().getByRole('button', { name: 'Go to live' }).click();
  await expect.poll(async () => (await playerOf(viewer)).at, seconds(60)).toBeGreaterThan(at);
  await player().getByRole('button', { name: 'Live', exact: true }).waitFor();
});

test('sound alone of a broadcast, and its picture again', async () => {
  await player().locator('.view').focus();
  await viewer.keyboard.press('a');
  await expect.poll(async () => (await playerOf(viewer)).width, seconds(60)).toBe(0);
  await expect.poll(async () => (await playerOf(viewer)).sound, seconds(60)).toBeGreaterThan(0.01);
  await viewer.keyboard.press('a');
  await expect.poll(async () => (await playerOf(viewer)).width, seconds(60)).toBe(640);
});

test('when it is over the player says so, and plays the recording from the beginning', async () => {
  expect((await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`, {})).status).toBe(200);
  await player().getByText('The broadcast is over').waitFor();
  await picture(viewer, 'watch-over-en-1440');
  await player().getByRole('button', { name: 'Watch from the beginning' }).click();
  await expect.poll(async () => (await playerOf(viewer)).paused, seconds(60)).toBe(false);
  expect((await playerOf(viewer)).at).toBeLessThan(10);
  await expect.poll(async () => (await (await fetch(`${hub.url}/watch`)).text()).includes(plan.id), seconds(60)).toBe(true);
});
