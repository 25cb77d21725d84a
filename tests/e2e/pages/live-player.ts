import { readFileSync } from 'node:fs';
import type Hls from 'hls.js';
import type { Page } from 'playwright-core';
import { clockBits } from './live-lab.ts';

const hlsScript = readFileSync(new URL('../../../node_modules/hls.js/dist/hls.min.js', import.meta.url), 'utf8');
const testPage = `<!doctype html><meta charset="utf-8"><title>player</title><video id="video" muted autoplay playsinline width="640"></video><script src="/test-hls.js"></script>`;

/** What a player shows now. */
export interface Shown {
  readonly at: number;
  /** Milliseconds between the encoder's clock in the picture and now. */
  readonly latency: number;
  readonly ended: boolean;
  /** Fatal faults of the player so far. */
  readonly faults: readonly string[];
  readonly width: number;
  /** Bytes of sound that were decoded. */
  readonly sound: number;
}

/** A bare page of the portal's origin with hls.js, that plays a stream. */
export async function openPlayer(page: Page, base: string, address: string, settings: object = {}): Promise<void> {
  await page.route(`${base}/test-player`, (route) => route.fulfill({ contentType: 'text/html', body: testPage }));
  await page.route(`${base}/test-hls.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: hlsScript }));
  await page.goto(`${base}/test-player`);
  await page.evaluate(
    ({ address: source, settings: more }) => {
      const player = window as unknown as { Hls: typeof Hls; hls: Hls; faults: string[] };
      player.faults = [];
      const hls = new player.Hls({ liveSyncDurationCount: 2, manifestLoadingMaxRetry: 20, ...more });
      player.hls = hls;
      hls.on(player.Hls.Events.ERROR, (_event, { fatal, details }) => fatal && player.faults.push(details));
      hls.loadSource(source);
      hls.attachMedia(document.getElementById('video') as HTMLVideoElement);
    },
    { address, settings },
  );
}

export async function shownIn(page: Page): Promise<Shown> {
  return page.evaluate((bits) => {
    const video = document.getElementById('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth || 1;
    canvas.height = video.videoHeight || 1;
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0);
    let clock = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [red = 0] = context.getImageData((bit + 0.5) * Math.floor(canvas.width / bits), canvas.height / 16, 1, 1).data;
      if (red > 128) clock += 2 ** bit;
    }
    const now = Math.floor(Date.now() / 100) % 2 ** bits;
    return {
      at: video.currentTime,
      latency: ((now - clock + 2 ** bits) % 2 ** bits) * 100,
      // Where the sound ends before the picture, Chromium waits there, up to a few pictures before the end, and never says that it ended.
      ended: video.ended || video.duration - video.currentTime < 0.3,
      faults: (window as unknown as { faults: string[] }).faults,
      width: video.videoWidth,
      sound: video.webkitAudioDecodedByteCount,
    };
  }, clockBits);
}

/** Plays the level with so many lines from its next segment on; the order is that of the rates. */
export async function chooseLines(page: Page, height: number): Promise<void> {
  await page.evaluate((wanted) => {
    const { hls } = window as unknown as { hls: Hls };
    hls.nextLevel = hls.levels.findIndex((level) => level.height === wanted);
  }, height);
}

/** Whether the picture is one of the portal's own still ones, which stand on green ground. */
export async function showsStill(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const video = document.getElementById('video') as HTMLVideoElement;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return [
      [4, 18],
      [60, 33],
      [32, 33],
    ].every(([x, y]) => {
      const [red = 0, green = 0, blue = 0] = context.getImageData(x!, y!, 1, 1).data;
      return green > 60 && green < 170 && red < green - 30 && blue < green - 20;
    });
  });
}

/** Waits until the player is at the end. */
export async function playsToEnd(page: Page, withinMs = 60_000): Promise<Shown> {
  const until = Date.now() + withinMs;
  for (;;) {
    const now = await shownIn(page);
    if (now.ended) return now;
    if (Date.now() > until) throw new Error(`the player is not at the end: ${JSON.stringify({ ...now, ...(await bufferOf(page)) })}`);
    await page.waitForTimeout(250);
  }
}

function bufferOf(page: Page): Promise<object> {
  return page.evaluate(() => {
    const video = document.getElementById('video') as HTMLVideoElement;
    const { hls } = window as unknown as { hls: Hls };
    const buffered = Array.from({ length: video.buffered.length }, (_, index) => [video.buffered.start(index), video.buffered.end(index)]);
    const { duration, paused, readyState } = video;
    return { duration, paused, readyState, buffered, level: hls.currentLevel, loads: hls.loadLevel, live: hls.latestLevelDetails?.live };
  });
}

/** Waits until the player has gone on by so many seconds of its own time. */
export async function playsOn(page: Page, by: number, withinMs = 60_000): Promise<Shown> {
  const from = (await shownIn(page)).at;
  const until = Date.now() + withinMs;
  for (;;) {
    const now = await shownIn(page);
    if (now.at >= from + by) return now;
    if (Date.now() > until) throw new Error(`the player stands at ${now.at}, ${now.at - from} s after ${from}: ${JSON.stringify(now)}`);
    await page.waitForTimeout(250);
  }
}
