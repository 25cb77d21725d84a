import { get } from 'node:http';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { inRole } from './pages/media-api.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerFiles, playerOf, publishedSound, publishedVideo } from './pages/watch-lab.ts';

// Real files are encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });
const wait = 90_000;
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 200 });

let hub: TestHub;
let browser: Browser;
let officer: CookieJar;
let film: string;
let talk: string;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  officer = await inRole(hub, 'watch-officer', 'media-officer@pr-media');
  film = await publishedVideo(officer);
  talk = await publishedSound(officer);
  browser = await openBrowser();
}, 500_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly said: string[];
  readonly files: string[];
}

async function opened(path: string, { language = 'ar', width = 1_440, before = '' } = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  const files = playerFiles(page, hub);
  await page.goto(hub.url + path);
  return { page, context, said, files };
}

const plays = async (page: Page, selector?: string) => {
  const from = (await playerOf(page, selector)).at;
  await expect.poll(async () => (await playerOf(page, selector)).at, seconds(60)).toBeGreaterThan(Math.max(from, 0) + 0.5);
};

test('the entry weighs at most 5 KB and holds no code but its own; a page without a programme and a programme before the click load nothing of the player', async () => {
  const bytes = await new Promise<number>((resolve, reject) => {
    get(`${hub.url}/embed/player.js`, { headers: { 'accept-encoding': 'br' } }, (answer) => resolve(Number(answer.resume().headers['content-length']))).on(
      'error',
      reject,
    );
  });
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(5_120);
  for (const script of ['player', 'player-view', 'watch'])
    expect(await (await fetch(`${hub.url}/embed/${script}.js`)).text()).not.toMatch(/(?:from|import)\s*\(?\s*["']\.\//);
  const home = await opened('/');
  await home.page.waitForLoadState('networkidle');
  expect(home.files).toEqual([]);
  await home.context.close();
  const { page, context, files, said } = await opened(`/watch/${film}`);
  await page.locator('amanah-player').getByRole('button', { name: 'تشغيل: كيف تُصدر رخصة تجارية' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(files).toEqual(['/embed/player.js']);
  expect(said).toEqual([]);
  await context.close();
});

test('a click plays: the picture goes on, the sound is heard, captions in the page’s language stand over it, the chapter’s service beside it', async () => {
  const { page, context, said } = await opened(`/watch/${film}`);
  await page.locator('amanah-player').getByRole('button').first().click();
  await plays(page);
  await expect.poll(async () => (await playerOf(page)).sound, seconds(30)).toBeGreaterThan(0.01);
  const shown = await playerOf(page);
  expect(shown.width).toBeGreaterThan(0);
  expect(shown.captions).toBe('أهلاً بكم في شرح إصدار الرخصة التجارية');
  expect(await page.locator('.me-open').isVisible()).toBe(false);
  await page.getByRole('link', { name: /سداد الرسوم/ }).click();
  await page.locator('.me-open').waitFor();
  expect(await page.getByRole('link', { name: 'افتح هذه الخدمة' }).getAttribute('href')).toContain('/services/');
  await expect.poll(async () => (await playerOf(page)).captions, seconds(30)).toContain('سدّد الرسوم');
  expect(new URL(page.url()).searchParams.get('t')).toBe('16');
  await picture(page, 'watch-playing-ar-1440');
  expect(await pageFaults(page)).toEqual([]);
  expect(said).toEqual([]);
  await context.close();
});

test('an address with a second begins there; a search in what is said leaves its moments, and Enter jumps to the first', async () => {
  const { page, context, said } = await opened(`/watch/${film}?t=24`, { language: 'en' });
  await page.locator('amanah-player').getByRole('button').first().click();
  await plays(page);
  expect((await playerOf(page)).at).toBeGreaterThanOrEqual(24);
  await expect.poll(async () => (await playerOf(page)).captions, seconds(20)).toBe('Part 4 of the guide');
  await page.getByLabel('Search the transcript').fill('part 2');
  await expect.poll(() => page.locator('.me-transcript li:visible').count(), seconds(20)).toBe(1);
  expect(await page.locator('.me-transcript [role=status]').textContent()).toBe('1 place');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await playerOf(page)).at, seconds(30)).toBeLessThan(16);
  await page.locator('.me-transcript a[aria-current]', { hasText: 'Part 2 of the guide' }).waitFor();
  expect(said).toEqual([]);
  await context.close();
});

test('with the keyboard alone: plays, pauses, jumps, captions, speed, sound only, theatre', async () => {
  const { page, context } = await opened(`/watch/${film}`, { language: 'en' });
  await page.locator('amanah-player').getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await plays(page);
  await page.keyboard.press('k');
  await expect.poll(async () => (await playerOf(page)).paused, seconds(20)).toBe(true);
  const { at } = await playerOf(page);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await playerOf(page)).at, seconds(20)).toBeCloseTo(at + 5, 0);
  await page.keyboard.press('Shift+Period');
  expect((await playerOf(page)).rate).toBe(1.25);
  await page.keyboard.press('c');
  await expect.poll(async () => (await playerOf(page)).captions, seconds(20)).toBe('');
  await page.keyboard.press('t');
  expect(await page.locator('amanah-player').getAttribute('theatre')).toBe('');
  await page.keyboard.press('a');
  await page.keyboard.press('Space');
  await plays(page);
  await expect.poll(async () => (await playerOf(page)).width, seconds(30)).toBe(0);
  // Who turned captions off has them off in the sound alone, and back in the same language.
  expect((await playerOf(page)).captions).toBe('');
  await page.keyboard.press('c');
  await expect.poll(async () => (await playerOf(page)).captions, seconds(20)).toMatch(/^Part \d of the guide$/);
  await picture(page, 'watch-sound-only-en-1440');
  const names: string[] = [];
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label') ?? ''));
  }
  expect(names).toEqual(expect.arrayContaining(['Position', 'Pause', 'Mute', 'Captions', 'Settings', 'Full screen']));
  await context.close();
});

test('a browser that saves data gets the sound and the captions by itself, and the picture when it asks', async () => {
  const before = `Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '2g' } })`;
  const { page, context, files } = await opened(`/watch/${film}`, { width: 360, before });
  await page.locator('amanah-player').getByRole('button').first().click();
  await plays(page);
  const shown = await playerOf(page);
  expect(shown.width).toBe(0);
  expect(shown.sound).toBeGreaterThan(0.01);
  expect(shown.captions).not.toBe('');
  expect(files.filter((path) => /\/\d+\/(?:240|480|720)\./.test(path))).toEqual([]);
  await picture(page, 'watch-saving-ar-360');
  expect(await pageFaults(page)).toEqual([]);
  await page.locator('amanah-player').getByRole('button', { name: 'إظهار الصورة' }).first().click();
  await expect.poll(async () => (await playerOf(page)).width, seconds(60)).toBeGreaterThan(0);
  await context.close();
});

test('what is heard goes on in the bar at the foot of the next page, within a second of where it was', async () => {
  const before = `addEventListener('amanah:time', ({ target, detail }) => { if (target.closest('.me-bar') && detail.playing) globalThis.heardFrom ??= detail.at; })`;
  const { page, context, said } = await opened(`/watch/${talk}`, { language: 'en', before });
  await page.locator('amanah-player').getByRole('button').first().click();
  await plays(page);
  await page.getByRole('button', { name: 'Listen while browsing' }).click();
  const bar = '.me-bar amanah-player';
  await plays(page, bar);
  expect((await playerOf(page, '[data-watch] amanah-player')).paused).toBe(true);
  await page.evaluate(() => {
    const video = document.querySelector('.me-bar amanah-player')!.shadowRoot!.querySelector('video')!;
    addEventListener('pagehide', () => sessionStorage.setItem('test.left', String(video.currentTime)));
  });
  await page.goto(`${hub.url}/services`);
  await plays(page, bar);
  const [left, from] = await page.evaluate(() => [Number(sessionStorage.getItem('test.left')), (globalThis as unknown as { heardFrom: number }).heardFrom]);
  expect(left).toBeGreaterThan(0.5);
  expect(Math.abs(from! - left!)).toBeLessThan(1);
  const after = await playerOf(page, bar);
  expect(after.sound).toBeGreaterThan(0.01);
  await picture(page, 'watch-bar-en-1440');
  expect(await pageFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  await picture(page, 'watch-bar-en-360');
  expect(await pageFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close the listening bar' }).click();
  await page.goto(`${hub.url}/watch`);
  await page.waitForLoadState('networkidle');
  expect(await page.locator('.me-bar').count()).toBe(0);
  expect(said).toEqual([]);
  await context.close();
});

test('the line breaks and comes back: the player says so and goes on where it was', async () => {
  const { page, context } = await opened(`/watch/${film}`, { language: 'en' });
  await page.route('**/api/media/hls/**', (route) => route.abort());
  await page.locator('amanah-player').getByRole('button').first().click();
  await page.locator('amanah-player').getByText('The connection to the stream is lost. Trying again…').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'watch-lost-en-1440');
  await page.unroute('**/api/media/hls/**');
  await page.locator('amanah-player').getByRole('button', { name: 'Try again' }).click();
  await plays(page);
  expect(await page.locator('amanah-player').getByText('The connection to the stream is lost').count()).toBe(0);
  await context.close();
});
