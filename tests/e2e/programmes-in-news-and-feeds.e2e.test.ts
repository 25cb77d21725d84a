import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testSound } from '../../plugins/media/testing/make-media.ts';
import { openBrowser } from './pages/browser.ts';
import { ask, beginProgramme, inRole, untilState, uploadFile } from './pages/media-api.ts';
import { newsWriters } from './pages/news-writers.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerFiles, playerOf, publishedVideo } from './pages/watch-lab.ts';

// A real file is encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

const wait = 90_000;

let hub: TestHub;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'amanah-podcast-'));

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser?.close();
  await hub?.remove();
});

async function opened(language: 'ar' | 'en', width: number, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...more });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  return page;
}

const feed = async () => new RssParser().parseString(await (await fetch(`${hub.url}/feeds/podcast.rss?language=en`)).text());

test('an audio programme is in the podcast feed once it is published, with its sound as one file, and on oEmbed as a player', async () => {
  expect(await feed()).toMatchObject({ title: 'Audio programmes of the Eastern Province Municipality', items: [] });
  const officer = await inRole(hub, 'podcast-officer', 'media-officer@pr-media');
  const id = await beginProgramme(officer, { kind: 'audio', title: { ar: 'حلقة عن الحدائق', en: 'About parks & <gardens>' } });
  await uploadFile(officer, id, readFileSync(await testSound(join(folder, 'talk.mp3'), { seconds: 6 })), { name: 'talk.mp3' });
  await untilState(officer, id, 'ready', 'refused', 'failed');
  expect((await ask(officer, 'POST', `/office/programmes/${id}/publish`, { captionsException: 'حلقة موسيقية بلا كلام' })).status).toBe(200);
  const [episode] = (await feed()).items;
  expect(episode).toMatchObject({ title: 'About parks & &lt;gardens&gt;', link: `${hub.url}/watch/${id}`, guid: `urn:uuid:${id}` });
  const { url, length, type } = episode!.enclosure!;
  const sound = await fetch(url, { method: 'GET' });
  expect([type, sound.status, (await sound.arrayBuffer()).byteLength]).toEqual(['audio/mp4', 200, Number(length)]);
  const { format } = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_format', '-of', 'json', url]).toString()) as { format: { duration: string } };
  expect(Number(format.duration)).toBeCloseTo(6, 0);
  expect(await (await fetch(`${hub.url}/oembed?url=${encodeURIComponent(`${hub.url}/watch/${id}?t=3`)}`)).json()).toMatchObject({
    type: 'rich',
    html: expect.stringContaining(`/embed/player/${id}?t=3`),
  });
});

test('a programme in the text plays there after a click and not a byte of its player before; feeds, networks and shared pictures lead to it; withdrawn, it leaves a sentence', async () => {
  const officer = await inRole(hub, 'news-film-officer', 'media-officer@pr-media');
  const film = await publishedVideo(officer);
  const desk = await newsWriters(hub);
  const title = { ar: 'شرح مصوّر للرخصة التجارية', en: 'A film about commercial licences' };
  const id = await desk.publish({ title, programme: { id: film, at: 16 }, networks: [{ id: 'fediverse', words: null }] });
  const path = `/news/${id}`;

  for (const [language, width] of [
    ['ar', 1_280],
    ['en', 360],
  ] as const) {
    const page = await opened(language, width);
    const said: string[] = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    const loaded = playerFiles(page, hub);
    await page.goto(hub.url + path);
    const play = page.locator('amanah-player').getByRole('button');
    await play.waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `news-programme-${language}-${width}`);
    expect(loaded).toEqual(['/embed/player.js']);
    await play.click();
    await expect.poll(async () => (await playerOf(page)).at, { timeout: wait }).toBeGreaterThan(16);
    const { width: shown, sound } = await playerOf(page);
    expect([shown > 0, sound > 0]).toEqual([true, true]);
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `news-programme-playing-${language}-${width}`);
    expect(said).toEqual([]);
    await page.context().close();
  }
  const plain = await opened('ar', 1_280, { javaScriptEnabled: false });
  await plain.goto(hub.url + path);
  expect(await plain.getByRole('link', { name: /كيف تُصدر رخصة تجارية/ }).getAttribute('href')).toBe(`/watch/${film}?t=16`);
  await plain.context().close();

  const html = async () => (await fetch(hub.url + path, { headers: { cookie: 'amanah_lang=ar' } })).text();
  const newsFeed = async () => (await fetch(`${hub.url}/feeds/news.json?language=ar`)).json() as Promise<{ items: { title: string; content_html: string }[] }>;
  const inFeed = async () => (await newsFeed()).items.find((item) => item.title === title.ar)?.content_html.replace(/\s*\n\s*/g, '') ?? '';
  const shared = /property="og:image" content="([^"]+)"/.exec(await html())?.[1] ?? '';
  const poster = await fetch(shared);
  expect([new URL(shared).pathname.startsWith('/api/media/'), poster.status, poster.headers.get('content-type')]).toEqual([true, 200, 'image/jpeg']);
  expect(await html()).toContain(`property="og:video" content="${hub.url}/embed/player/${film}"`);
  expect(await inFeed()).toContain(`<a href="${hub.url}/watch/${film}?t=16"><img src="${shared}"`);
  const noteOf = async () => (await desk.posts(id)).find(({ network }) => network === 'fediverse')?.url ?? null;
  await expect.poll(noteOf, { timeout: wait }).not.toBeNull();
  const note = (await (await fetch((await noteOf())!, { headers: { accept: 'application/activity+json' } })).json()) as {
    contentMap: { ar: string };
    attachment: object[];
  };
  expect(note.attachment).toEqual([
    expect.objectContaining({ type: 'Image', url: shared, mediaType: 'image/jpeg' }),
    expect.objectContaining({ type: 'Link', href: `${hub.url}/watch/${film}` }),
  ]);
  expect(note.contentMap.ar).toContain(`href="${hub.url}/watch/${film}"`);

  expect((await ask(officer, 'POST', `/office/programmes/${film}/withdraw`, { reason: 'انتهى العمل به' })).status).toBe(200);
  const gone = await opened('ar', 360);
  await gone.goto(hub.url + path);
  await gone.getByText('كان هنا برنامج لم يعد متاحاً.').waitFor();
  expect(await gone.locator('amanah-player').count()).toBe(0);
  expect(await pageFaults(gone)).toEqual([]);
  await picture(gone, 'news-programme-gone-ar-360');
  await gone.context().close();
  expect(await inFeed()).toContain('كان هنا برنامج لم يعد متاحاً.');
  expect(/property="og:image" content="([^"]+)"/.exec(await html())?.[1]).toContain('/og/');
});
