import { readFileSync } from 'node:fs';
import type Hls from 'hls.js';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testVideo } from '../../plugins/media/testing/make-media.ts';
import { openPlayer, playsOn, shownIn } from './pages/live-player.ts';
import { beginProgramme, untilState, uploadFile } from './pages/media-api.ts';
import { startOnDemandLab, type OnDemandLab } from './pages/on-demand-lab.ts';
import { done, madeRadio, publishedTone, segmentsOf } from './pages/radio-lab.ts';

vi.setConfig({ testTimeout: 400_000 });

let lab: OnDemandLab;
let browser: Browser;

beforeAll(async () => {
  lab = await startOnDemandLab();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] });
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await lab?.remove();
});

/** Plays a channel, and notes whose segments are heard. */
async function listen(slug: string): Promise<Page> {
  const page = await browser.newPage();
  await openPlayer(page, lab.hub.url, `/api/media/channels/${slug}/stream/master.m3u8`, { liveSyncDurationCount: 3 });
  await page.evaluate(() => {
    const { hls, ...rest } = window as unknown as { hls: Hls; heard: string[] };
    const heard = ((window as unknown as typeof rest).heard = []) as string[];
    hls.on('hlsFragChanged' as never, ((_event: string, { frag }: { frag: { url: string; cc: number } }) => heard.push(`${frag.cc} ${frag.url}`)) as never);
  });
  await playsOn(page, 1, 120_000);
  return page;
}

/** Programmes of which something was heard, in order, each time anew. */
const heardIn = (page: Page) =>
  page.evaluate(() => {
    const ids = (window as unknown as { heard: string[] }).heard.map((one) => `${one.split(' ')[0]} ${/hls\/([^/]+)/.exec(one)?.[1]}`);
    return ids.filter((one, index) => one !== ids[index - 1]);
  });
const momentIn = (page: Page) => page.evaluate(() => (window as unknown as { hls: Hls }).hls.playingDate!.getTime());
/** Seconds of each hole in what is at hand to be played. */
const holesIn = (page: Page) =>
  page.evaluate(() => {
    const { buffered } = document.querySelector('video')!;
    return Array.from({ length: buffered.length - 1 }, (_, index) => buffered.start(index + 1) - buffered.end(index));
  });

test('a radio goes over from one programme to the next without a hole, and two listeners hear the same at the same time', async () => {
  const [one, two] = [await publishedTone(lab, 'one', { seconds: 9 }), await publishedTone(lab, 'two', { seconds: 9, hertz: 660 })];
  await madeRadio(lab.officer, 'radio', [one, two]);
  const [first, second] = [await listen('radio'), await listen('radio')];
  for (const page of [first, second])
    await vi.waitFor(async () => expect((await heardIn(page)).length).toBeGreaterThan(2), { timeout: 120_000, interval: 500 });
  for (const page of [first, second]) {
    const heard = await heardIn(page);
    for (const [index, now] of heard.entries()) if (index > 0) expect(now.split(' ')[1]).not.toBe(heard[index - 1]!.split(' ')[1]);
    const { faults, sound } = await shownIn(page);
    expect({ faults, holes: await holesIn(page), heard: sound > 0 }).toEqual({ faults: [], holes: [], heard: true });
  }
  const [here, there] = await Promise.all([momentIn(first), momentIn(second)]);
  expect(Math.abs(here - there)).toBeLessThan(8_000);
  await Promise.all([first.close(), second.close()]);
});

test('a channel of videos has a high and a low picture and sound alone, which go over to the next programme together', async () => {
  const films: string[] = [];
  for (const name of ['west', 'east']) {
    const id = await beginProgramme(lab.officer, { title: { ar: name, en: name } });
    await uploadFile(lab.officer, id, readFileSync(await testVideo(lab.at(`${name}.mp4`), { seconds: 9, size: '480x270' })));
    await untilState(lab.officer, id, 'ready', 'refused', 'failed');
    await done(lab.officer, 'POST', `/office/programmes/${id}/publish`, { captionsException: 'صورة اختبار بلا كلام فيها' });
    films.push(id);
  }
  const loop = await done(lab.officer, 'POST', '/office/playlists', { title: { ar: 'بين البرامج', en: 'Between' }, unit: 'pr-media', programmes: films });
  await done(lab.officer, 'POST', '/office/channels', { slug: 'tv', kind: 'video', title: { ar: 'قناة', en: 'TV' }, unit: 'pr-media', filler: loop.id });
  const page = await listen('tv');
  await vi.waitFor(async () => expect((await heardIn(page)).length).toBeGreaterThan(2), { timeout: 120_000, interval: 500 });
  const { faults, width } = await shownIn(page);
  expect(faults).toEqual([]);
  // A picture begins two frames after its sound; players step over what is shorter than a tenth of a second.
  for (const hole of await holesIn(page)) expect(hole).toBeLessThan(0.1);
  expect(width).toBeGreaterThan(200);

  const playlists = await Promise.all(['h', 'l', 'a'].map(async (variant) => (await lab.nobody.fetch(`/api/media/channels/tv/stream/${variant}.m3u8`)).text()));
  // When each programme began by each variant; the first in a list may have lost its beginning already.
  const borders = playlists.map((text) => {
    const runs = [...Map.groupBy(segmentsOf(text), ({ discontinuity }) => discontinuity).values()];
    return new Map(runs.slice(1).map(([first]) => [first!.discontinuity, first!.at]));
  });
  const shared = [...borders[0]!.keys()].filter((number) => borders.every((variant) => variant.has(number)));
  expect(shared.length).toBeGreaterThan(0);
  for (const variant of borders) for (const number of shared) expect(Math.abs(variant.get(number)! - borders[0]!.get(number)!)).toBeLessThan(100);
});
