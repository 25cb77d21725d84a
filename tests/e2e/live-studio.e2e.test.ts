import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { callApi, planBroadcast, playlistOf, segmentsIn, type PlannedBroadcast } from './pages/live-lab.ts';
import { openPlayer, playsOn } from './pages/live-player.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let officer: CookieJar;
let browser: Browser;
let studio: Page;
let plan: PlannedBroadcast;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
  plan = await planBroadcast(officer);
  browser = await openBrowser({
    // The page that the test answers itself counts as one from outside, which may not reach this machine.
    args: [
      '--disable-features=LocalNetworkAccessChecks',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const cookies = officer.cookie
    .split('; ')
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: hub.url }));
  await context.addCookies(cookies);
  studio = await context.newPage();
  await studio.route(`${hub.url}/test-studio`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>studio</title>' }));
});

afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

const monitor = async () => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body;

/** Sends camera and microphone of the page; what the hub says is kept in `window.said`. */
async function goLive(id: string): Promise<void> {
  await studio.goto(`${hub.url}/test-studio`);
  await studio.evaluate(async (broadcast) => {
    const page = window as unknown as { said: { type: string }[] };
    page.said = [];
    const media = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360, frameRate: 15 }, audio: true });
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/media/studio/${broadcast}`);
    let recorder: MediaRecorder | undefined;
    const begin = (hasVideo: boolean) => {
      recorder?.stop();
      const tracks = new MediaStream(hasVideo ? media.getTracks() : media.getAudioTracks());
      const next = new MediaRecorder(tracks, { videoBitsPerSecond: 600_000 });
      recorder = next;
      socket.send(JSON.stringify({ type: 'begin', hasVideo }));
      next.addEventListener('dataavailable', ({ data }) => recorder === next && socket.readyState === WebSocket.OPEN && socket.send(data));
      next.start(250);
    };
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as { type: string; on?: boolean };
      page.said.push(message);
      if (message.type === 'ready' || message.type === 'again') begin(true);
      if (message.type === 'sound-only') begin(!message.on);
    });
  }, id);
}

test('camera and microphone of a browser are a broadcast that others watch; sound only is told to the page, which stops its picture', async () => {
  await goLive(plan.id);
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 'v')).length, seconds(90)).toBeGreaterThan(3);
  expect(await monitor()).toMatchObject({ state: 'live', source: 'browser', signal: 'on' });
  const viewer = await browser.newPage();
  await openPlayer(viewer, hub.url, `${hub.url}/api/media/hls/${plan.id}/master.m3u8`);
  const shown = await playsOn(viewer, 3);
  expect(shown).toMatchObject({ width: 640, faults: [] });
  expect(shown.sound).toBeGreaterThan(1_000);

  await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/sound-only`, { on: true });
  await expect.poll(async () => (await playlistOf(officer, plan.id, 'v'))?.match(/#EXT-X-DISCONTINUITY/g)?.length, seconds(90)).toBe(1);
  expect(await studio.evaluate(() => (window as unknown as { said: { type: string }[] }).said.map(({ type }) => type))).toContain('sound-only');
});

test('the page is closed: the broadcast waits, and may be ended', async () => {
  await studio.close();
  await expect.poll(async () => (await monitor()).signal, seconds(60)).toMatch(/away|slate/);
  expect(await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/end`)).toMatchObject({ status: 200, body: { state: 'published' } });
});
