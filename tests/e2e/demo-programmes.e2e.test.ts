import { createTestHub, type TestHub } from '@amanah/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ChannelCard, ChannelPage, Guide } from '../../plugins/media/shared/channels.ts';
import type { ProgrammeList, ProgrammePage } from '../../plugins/media/shared/programme.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { playerOf } from './pages/watch-lab.ts';

vi.setConfig({ testTimeout: 400_000 });
const wait = 90_000;
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 300 });
const asked = { AMANAH_DEMO_PROGRAMMES: 'on', AMANAH_LOG_LEVEL: 'info' };

let hub: TestHub;
let browser: Browser;
let programmes: ProgrammePage[];

const get = async <Answer>(path: string): Promise<Answer> => (await (await fetch(`${hub.url}/api/media${path}`)).json()) as Answer;
const shelf = async () => (await get<ProgrammeList>('/programmes?limit=60')).programmes;

/** The hub is killed once its first programme is out, and goes on where it was at its next start. */
beforeAll(async () => {
  hub = await createTestHub({ env: asked });
  expect(await shelf()).toEqual([]);
  await vi.waitFor(async () => expect(await shelf()).not.toEqual([]), seconds(300));
  const { dataDir } = hub;
  await hub.kill();
  hub = await createTestHub({ dataDir, env: asked });
  const said = await vi.waitUntil(() => /the demo has its programmes|.*could not be made.*/.exec(hub.log())?.[0], seconds(600));
  expect(said).toBe('the demo has its programmes');
  programmes = await Promise.all((await shelf()).map(({ id }) => get<ProgrammePage>(`/programmes/${id}`)));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
}, 1_000_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

async function opened(path: string, language: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  await page.goto(hub.url + path);
  await page.waitForLoadState('networkidle');
  return page;
}

const guideOf = (code: string) => programmes.find(({ origin, services }) => origin === 'upload' && services.join() === code)!;

test('the demo has five guides, three programmes of sound and a recording, each once, also when it was killed in the middle', () => {
  expect(programmes.map(({ kind, origin }) => `${origin} ${kind}`).toSorted()).toEqual([
    'live video',
    ...Array.from({ length: 3 }, () => 'upload audio'),
    ...Array.from({ length: 5 }, () => 'upload video'),
  ]);
  expect(new Set(programmes.map(({ title }) => title.en)).size).toBe(9);
});

test('each has captions in both languages, chapters that lead to services, a poster, and says that it is of the trial', async () => {
  for (const { title, about, captions, chapters, poster, seconds: length } of programmes) {
    expect([title.en, captions]).toEqual([title.en, ['ar', 'en']]);
    expect([title.en, chapters.filter(({ service }) => service !== null).length > 0]).toEqual([title.en, true]);
    expect([title.en, (await fetch(`${hub.url}${poster}`)).headers.get('content-type')]).toEqual([title.en, 'image/jpeg']);
    expect([about.ar, about.en]).toEqual([expect.stringContaining('تجريبي'), expect.stringContaining('trial environment')]);
    expect(length).toBeGreaterThan(14);
    expect(length).toBeLessThan(42);
  }
});

test('a guide says what the card of its service says, at its moment, and is heard', async () => {
  const guide = guideOf('SRV-019');
  const steps = guide.chapters.find(({ title }) => title.en === 'What you do')!;
  const page = await opened(`/watch/${guide.id}?t=${Math.floor(steps.atSeconds)}`, 'ar', 1_280);
  await page.locator('amanah-player').getByRole('button').first().click();
  await expect.poll(async () => (await playerOf(page)).at, seconds(60)).toBeGreaterThan(steps.atSeconds + 0.5);
  await expect.poll(async () => (await playerOf(page)).captions, seconds(20)).not.toBe('');
  expect(await playerOf(page)).toMatchObject({ paused: false, width: expect.any(Number) });
  await expect.poll(async () => (await playerOf(page)).sound, seconds(20)).toBeGreaterThan(0.005);
  await picture(page, 'demo-guide-playing-ar-1280');
  const { lines } = await get<{ lines: { text: string }[] }>(`/programmes/${guide.id}/transcript?language=ar`);
  const card = (await (await fetch(`${hub.url}/api/services/cards/SRV-019`)).json()) as { steps: { text: string; you: boolean }[] };
  expect(lines.map(({ text }) => text)).toEqual(expect.arrayContaining(card.steps.filter(({ you }) => you).map(({ text }) => text)));
  await page.context().close();
});

test('the radio and the channel of guides are on air, each with its schedule', async () => {
  const { channels } = await get<{ channels: ChannelCard[] }>('/channels');
  expect(channels.map(({ slug }) => slug).toSorted()).toEqual(['guides', 'radio']);
  for (const { slug, stream, poster, now, playing } of channels) {
    expect([slug, now !== null, playing !== null, (await fetch(hub.url + poster!)).status, (await fetch(hub.url + stream!)).status]).toEqual([
      slug,
      true,
      true,
      200,
      200,
    ]);
  }
  const { latest } = await get<ChannelPage>('/channels/guides');
  expect(latest.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'video'));
  const tomorrow = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(Date.now() + 86_400_000);
  const guide = await get<Guide>(`/guide?day=${tomorrow}`);
  const planned = (slug: string) => guide.channels.find(({ channel }) => channel.slug === slug)!.entries.filter(({ kind }) => kind === 'programme');
  const riyadhHours = planned('radio')
    .filter(({ title }) => title.en.startsWith('News of the week'))
    .map(({ begins }) => new Date(begins).getUTCHours() + 3);
  expect(riyadhHours).toEqual([8, 13, 18]);
  expect(planned('guides').at(-1)?.title.en).toContain('Open meeting');
});

test('the recording of the broadcast plays', async () => {
  const page = await opened(programmes.find(({ origin }) => origin === 'live')!.to, 'en', 1_280);
  await page.locator('amanah-player').getByRole('button').first().click();
  await expect.poll(async () => (await playerOf(page)).at, seconds(60)).toBeGreaterThan(1);
  expect((await playerOf(page)).width).toBeGreaterThan(0);
  await page.context().close();
});

test.each([
  ['ar', 360],
  ['ar', 1_280],
  ['en', 360],
  ['en', 1_280],
])('the list, a guide, and the card of a service with its guide have no faults in %s at %i', async (language, width) => {
  const card = await opened('/services/SRV-001', language, width);
  const player = card.locator('.me-guide amanah-player');
  expect(await player.getAttribute('programme')).toBe(guideOf('SRV-001').id);
  await card.locator('.me-guide').scrollIntoViewIfNeeded();
  await picture(card, `demo-card-${language}-${width}`);
  await card.context().close();
  for (const [name, path] of [
    ['home', '/'],
    ['list', '/watch'],
    ['guide', guideOf('SRV-001').to],
    ['sound', programmes.find(({ kind }) => kind === 'audio')!.to],
  ] as const) {
    const page = await opened(path, language, width);
    expect([name, await pageFaults(page)]).toEqual([name, []]);
    await picture(page, `demo-${name}-${language}-${width}`);
    await page.context().close();
  }
});
