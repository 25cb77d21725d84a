import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ask, inRole } from './pages/media-api.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerOf, publishedSound, publishedVideo } from './pages/watch-lab.ts';

vi.setConfig({ testTimeout: 400_000 });
const wait = 90_000;
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 200 });
const hostile = '<img src=x onerror=alert(1)>"\'</script>';

let hub: TestHub;
let browser: Browser;
let officer: CookieJar;
let film: string;
let talk: string;
let outside: Server;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  officer = await inRole(hub, 'shelf-officer', 'media-officer@pr-media');
  film = await publishedVideo(officer, { about: { ar: hostile, en: hostile } });
  talk = await publishedSound(officer);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
  outside = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><head><title>Other site</title><script type="module" src="${hub.url}/embed/player.js"></script></head>
       <body><main><h1>Other site</h1><amanah-player programme="${film}" at="8" title="Guide"></amanah-player></main></body></html>`,
    );
  });
  await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done));
}, 500_000);
afterAll(async () => {
  await browser?.close();
  outside?.close();
  await hub?.remove();
});

async function opened(address: string, { language = 'ar', width = 1_440, scripts = true } = {}): Promise<{ page: Page; said: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  await page.goto(address.startsWith('http') ? address : hub.url + address);
  return { page, said };
}

test.each([
  ['ar', 360],
  ['ar', 1_440],
  ['en', 360],
  ['en', 1_440],
])('the list and a programme have no faults in %s at %i', async (language, width) => {
  for (const [name, path] of [
    ['list', '/watch'],
    ['film', `/watch/${film}`],
    ['talk', `/watch/${talk}`],
    ['found', '/watch?q=%D8%A7%D9%84%D8%B1%D8%AE%D8%B5%D8%A9'],
    ['nothing', '/watch?q=zzzz'],
  ]) {
    const { page, said } = await opened(path!, { language, width });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    expect([name, await pageFaults(page)]).toEqual([name, []]);
    expect([name, said]).toEqual([name, []]);
    await picture(page, `watch-${name}-${language}-${width}`);
    await page.context().close();
  }
});

test('without scripts: the list filters and searches titles and what is said; a programme is read whole, searched, and opened at its moments', async () => {
  const { page } = await opened('/watch', { scripts: false, language: 'en' });
  expect(await page.locator('.me-item').count()).toBe(2);
  await page.getByRole('link', { name: 'Audio', exact: true }).first().click();
  expect(await page.locator('.me-item h3').allTextContents()).toEqual(['Municipality talk: parks']);
  await page.goto(`${hub.url}/watch?q=${encodeURIComponent('تصدر رخصه')}`);
  expect(await page.locator('.me-item h3').allTextContents()).toEqual(['How to issue a commercial licence']);
  await page.goto(`${hub.url}/watch`);
  await page.getByLabel('Search programmes and what is said in them').fill('part 3');
  await page.locator('.me-filters').getByRole('button', { name: 'Search' }).click();
  const moment = page.locator('.me-spoken a');
  expect(await moment.getAttribute('href')).toBe(`/watch/${film}?t=16`);
  await moment.click();
  expect(await page.locator('amanah-player').getAttribute('at')).toBe('16');
  expect(await page.locator('.me-open').isVisible()).toBe(true);
  expect(await page.locator('.me-transcript li').count()).toBe(4);
  await page.getByLabel('Search the transcript').fill('part 4');
  await page.keyboard.press('Enter');
  await page.waitForURL(/words=part/);
  expect((await page.locator('.me-transcript li').allTextContents()).map((line) => line.trim())).toEqual(['0:24Part 4 of the guide']);
  await page.context().close();
});

test('searches and networks are told what it is; what is hostile in its words stays words', async () => {
  const html = await (await fetch(`${hub.url}/watch/${film}`, { headers: { 'accept-language': 'en' } })).text();
  expect(html).toContain(`<meta property="og:type" content="video.other"`);
  expect(html).toContain(`<meta property="og:video:url" content="${hub.url}/embed/player/${film}?language=`);
  expect(html).toContain('name="twitter:card" content="player"');
  const ld = JSON.parse(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html)![1]!) as unknown;
  const video = [ld].flat(2).find((one) => (one as { '@type'?: string })['@type'] === 'VideoObject');
  expect(video).toMatchObject({ embedUrl: `${hub.url}/embed/player/${film}`, duration: 'PT40S', hasPart: [{ startOffset: 0 }, { startOffset: 16 }] });
  expect(html).not.toContain('<img src=x');
  const sound = await (await fetch(`${hub.url}/watch/${talk}`)).text();
  expect(sound).toContain('"AudioObject"');
  expect(await (await fetch(`${hub.url}/sitemap.xml`)).text()).toContain(`${hub.url}/watch/${film}`);
});

test('a programme of another audience is answered like none; a private link opens it, and plays', async () => {
  const inner = await publishedVideo(officer, { audience: 'unit' });
  const [refused, none] = await Promise.all([inner, '00000000-0000-4000-8000-000000000000'].map(async (id) => fetch(`${hub.url}/watch/${id}`)));
  expect([refused!.status, none!.status]).toEqual([404, 404]);
  expect(await (await fetch(`${hub.url}/watch`)).text()).not.toContain(inner);
  expect((await fetch(`${hub.url}/embed/player/${inner}`)).status).toBe(404);
  const { body } = await ask(officer, 'POST', `/office/programmes/${inner}/links`, { note: 'مراجعة', hours: 1 });
  const { page } = await opened((body as { address: string }).address, { language: 'en' });
  await page.locator('amanah-player').getByRole('button').first().click();
  await expect.poll(async () => (await playerOf(page)).at, seconds(60)).toBeGreaterThan(0.5);
  await page.context().close();
});

test('a service card has its guide at the chapter of the service', async () => {
  const { page, said } = await opened('/services/SRV-001', { language: 'en' });
  const guide = page.locator('.me-guide');
  await guide.getByRole('button', { name: /^Play: / }).waitFor();
  expect(await guide.locator('amanah-player').getAttribute('at')).toBe('16');
  expect(await pageFaults(page)).toEqual([]);
  await guide.scrollIntoViewIfNeeded();
  await picture(page, 'watch-guide-en-1440');
  await guide.getByRole('button', { name: /^Play: / }).click();
  await expect.poll(async () => (await playerOf(page, '.me-guide amanah-player')).at, seconds(60)).toBeGreaterThan(16);
  expect(said).toEqual([]);
  await page.context().close();
});

test('another site shows a programme with one line: a frame of the portal that plays at its second', async () => {
  const { page, said } = await opened(`http://127.0.0.1:${(outside.address() as AddressInfo).port}/`);
  const frame = page.frameLocator('amanah-player iframe');
  await frame.getByRole('button', { name: /^Play: / }).click();
  await expect
    .poll(() => frame.locator('amanah-player').evaluate((host) => host.shadowRoot?.querySelector('video')?.currentTime ?? 0), seconds(60))
    .toBeGreaterThan(8.5);
  await picture(page, 'watch-outside-en-1440');
  expect(said.filter((words) => !words.includes('favicon'))).toEqual([]);
  await page.context().close();
});

test('an audio programme in a frame of 120 pixels, as oEmbed gives it, has its controls in sight', async () => {
  const { page, said } = await opened(`/embed/player/${talk}?language=en`, { width: 560 });
  await page.setViewportSize({ width: 560, height: 120 });
  await page.getByRole('button', { name: 'Play: Municipality talk: parks' }).click();
  await expect.poll(async () => (await playerOf(page)).at, seconds(60)).toBeGreaterThan(0.5);
  for (const name of ['Pause', 'Settings']) {
    const box = (await page.getByRole('button', { name, exact: true }).boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(120);
  }
  await picture(page, 'watch-embedded-sound-en-560');
  expect(await pageFaults(page)).toEqual([]);
  expect(said).toEqual([]);
  await page.context().close();
});
