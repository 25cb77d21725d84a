import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testVideo } from '../../plugins/media/testing/make-media.ts';
import { openBrowser } from './pages/browser.ts';
import { openPlayer } from './pages/live-player.ts';
import { ask, beginProgramme, untilState, uploadFile } from './pages/media-api.ts';
import { startOnDemandLab, type OnDemandLab } from './pages/on-demand-lab.ts';

vi.setConfig({ testTimeout: 400_000 });

let lab: OnDemandLab;
let browser: Browser;
let film: string;

beforeAll(async () => {
  lab = await startOnDemandLab();
  browser = await openBrowser();
  film = await beginProgramme(lab.officer);
  await uploadFile(lab.officer, film, readFileSync(await testVideo(lab.at('film.mp4'), { seconds: 14, size: '480x270' })));
  await untilState(lab.officer, film, 'ready', 'refused', 'failed');
  const cues = [1, 5, 9].map((from) => ({ from, to: from + 2, text: `الثانية ${from}` }));
  await ask(lab.officer, 'PUT', `/office/programmes/${film}/captions/ar`, { version: 0, cues });
  expect((await ask(lab.officer, 'POST', `/office/programmes/${film}/publish`, {})).status).toBe(200);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await lab?.remove();
});

/** Plays a moment: what is said there, how long it all is, and whether picture and sound come. */
async function played(page: Page, at: number) {
  await page.evaluate((moment) => {
    const video = document.querySelector('video')!;
    video.currentTime = moment;
    for (const track of video.textTracks) track.mode = 'showing';
  }, at);
  await page.waitForFunction((moment) => document.querySelector('video')!.currentTime > moment + 0.3, at, { timeout: 60_000 });
  await page.waitForFunction(() => [...document.querySelector('video')!.textTracks].some(({ cues }) => (cues?.length ?? 0) > 0), undefined, {
    timeout: 60_000,
  });
  return page.evaluate(() => {
    const video = document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number; webkitDecodedFrameCount: number };
    const cues = [...video.textTracks].flatMap((track) => [...(track.cues ?? [])]) as VTTCue[];
    return {
      said: cues.map(({ text, startTime }) => `${Math.round(startTime)} ${text}`),
      seconds: Math.round(video.duration),
      pictures: video.webkitDecodedFrameCount > 0,
      sound: video.webkitAudioDecodedByteCount > 0,
    };
  });
}

test('Chromium plays a programme by byte ranges, seeks in it, and shows what is said at its moment, also after a cut', async () => {
  const page = await browser.newPage();
  const stream = `/api/media/hls/${film}/master.m3u8`;
  await openPlayer(page, lab.hub.url, stream);
  const whole = { seconds: 14, pictures: true, sound: true, said: ['1 الثانية 1', '5 الثانية 5', '9 الثانية 9'] };
  expect(await played(page, 5)).toEqual(whole);
  expect(await played(page, 10)).toEqual(whole);

  expect((await ask(lab.officer, 'POST', `/office/programmes/${film}/cut`, { from: 4, to: 12 })).body).toMatchObject({ outcome: 'at-once', from: 4, to: 12 });
  await openPlayer(page, lab.hub.url, stream);
  expect(await played(page, 1)).toEqual({ seconds: 8, pictures: true, sound: true, said: ['1 الثانية 5', '5 الثانية 9'] });
});
