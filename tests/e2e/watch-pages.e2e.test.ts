import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { ask, inRole } from './pages/media-api.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerOf, publishedSound, publishedVideo } from './pages/watch-lab.ts';

vi.setConfig({ testTimeout: 400_000 });
const wait = 90_000;
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 200 });
const hostile = '<img src=x onerror=alert(1)>"\'</script>';

let hub: TestHub;
let database: TestDatabase;
let browser: Browser;
let officer: CookieJar;
let film: string;
let talk: string;
/** For its unit alone. */
let inner: string;
let outside: Server;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ readyMs: 120_000, env: { DATABASE_URL: database.url } });
  officer = await inRole(hub, 'shelf-officer', 'media-officer@pr-media');
  film = await publishedVideo(officer, { about: { ar: hostile, en: hostile } });
  talk = await publishedSound(officer);
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
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
  await database?.drop();
});

async function linkTo(programme: string): Promise<{ id: string; address: string }> {
  const { body } = await ask(officer, 'POST', `/office/programmes/${programme}/links`, { note: 'مراجعة', hours: 1 });
  return body as { id: string; address: string };
}

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

test('a programme of another audience is answered like none; a private link opens it with its poster, says until when, and plays', async () => {
  inner = await publishedVideo(officer, { audience: 'unit' });
  const [refused, none] = await Promise.all([inner, '00000000-0000-4000-8000-000000000000'].map(async (id) => fetch(`${hub.url}/watch/${id}`)));
  expect([refused!.status, none!.status]).toEqual([404, 404]);
  expect(await (await fetch(`${hub.url}/watch`)).text()).not.toContain(inner);
  expect((await fetch(`${hub.url}/embed/player/${inner}`)).status).toBe(404);
  const { page, said } = await opened((await linkTo(inner)).address, { language: 'en' });
  const hour = /The link works until .* \d{4}, \d{2}:\d{2}\./;
  await page.locator('.am-notice', { hasText: hour }).waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'watch-link-en-1440');
  await page.locator('amanah-player').getByRole('button').first().click();
  await expect.poll(async () => (await playerOf(page)).at, seconds(60)).toBeGreaterThan(0.5);
  expect(said).toEqual([]);
  await page.context().close();
});

test('without scripts the moments of what a private link opened are opened by the link too', async () => {
  const { page } = await opened((await linkTo(inner)).address, { scripts: false, language: 'ar', width: 360 });
  await page.locator('.me-chapters a').last().click();
  await page.waitForURL(/link=.*t=16/);
  expect(await page.locator('amanah-player').getAttribute('at')).toBe('16');
  await picture(page, 'watch-link-ar-360');
  const stream = await page.locator('amanah-player a').getAttribute('href');
  expect([stream!.includes('?g='), (await fetch(hub.url + stream!)).status]).toEqual([true, 200]);
  await page.context().close();
});

test.each(['ar', 'en'])(
  'a private link that is over says since when, and whom to ask; one that was never ours says no more than that, in %s',
  async (language) => {
    const withdrawn = await linkTo(inner);
    const expired = await linkTo(inner);
    const token = new URL(expired.address).searchParams.get('link')!;
    await ask(officer, 'DELETE', `/office/programmes/${inner}/links/${withdrawn.id}`);
    await database.query(`UPDATE plugin_media.private_link SET expires_at = now() - interval '1 hour' WHERE id = $1`, [expired.id]);
    const words = { ar: ['انتهى هذا الرابط', 'توقف عن العمل'], en: ['This link is over', 'It stopped working'] }[language]!;
    for (const { address } of [withdrawn, expired]) {
      const { page } = await opened(address, { language, width: 360 });
      expect(await page.locator('h1').textContent()).toContain(words[0]);
      await page.getByText(words[1]!).waitFor();
      expect(await pageFaults(page)).toEqual([]);
      await picture(page, `watch-link-over-${language}-360`);
      expect((await fetch(address)).status).toBe(410);
      await page.context().close();
    }
    const forged = await fetch(`${hub.url}/watch/${inner}?link=${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`);
    expect([forged.status, (await forged.text()).includes('private link for a limited time')]).toEqual([404, false]);
    // A link opens its own programme and no other.
    const other = new URL((await linkTo(film)).address).searchParams.get('link');
    expect((await fetch(`${hub.url}/watch/${inner}?link=${other}`)).status).toBe(404);
    expect((await fetch(`${hub.url}/api/media/posters/${inner}?link=${other}`)).status).toBe(404);
    expect((await fetch(`${hub.url}/api/media/posters/${inner}?link=${new URL((await linkTo(inner)).address).searchParams.get('link')}`)).status).toBe(200);
  },
);

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
