import type { Page } from 'playwright-core';

/** What was heard from the bar at the foot since the last look. */
export interface Heard {
  readonly samples: number;
  /** Seconds of the programme at the first and the last sample. */
  readonly from: number;
  readonly to: number;
  /** The lowest level of any sample, from 0 to 1. */
  readonly quietest: number;
  /** Longest time in which the programme did not go on, in milliseconds. */
  readonly longestStill: number;
  /** Steps back, and events that say that the sound stopped. */
  readonly breaks: readonly string[];
  /** The element that is heard is still the one in the bar, in its first document. */
  readonly same: boolean;
}

interface Listening {
  readonly video: HTMLVideoElement;
  samples: { readonly at: number; readonly level: number; readonly moment: number }[];
  breaks: string[];
}
type Listened = typeof globalThis & { listening?: Listening };

/** Begins to listen to the bar ten times a second, inside the page: where the document ends, so does this. */
export async function listen(page: Page): Promise<void> {
  await page.locator('.me-bar amanah-player').evaluate(async (host) => {
    const video = host.shadowRoot!.querySelector('video')!;
    // What is fetched ahead outlasts a page change; before that the stream itself may make one wait.
    const ahead = () => (video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0);
    while (ahead() < 15) await new Promise((done) => setTimeout(done, 100));
    const context = new AudioContext();
    const heard = context.createAnalyser();
    context.createMediaElementSource(video).connect(heard);
    heard.connect(context.destination);
    await context.resume();
    const listening: Listening = { video, samples: [], breaks: [] };
    (globalThis as Listened).listening = listening;
    for (const type of ['pause', 'emptied', 'seeking', 'ended', 'error'])
      video.addEventListener(type, () => listening.breaks.push(`${type} at ${video.currentTime}`));
    // A machine that is slow to decode what was fetched makes it wait too: no page takes that away or brings it.
    video.addEventListener('waiting', () => ahead() < 1 && listening.breaks.push(`waiting at ${video.currentTime}`));
    const levels = new Uint8Array(heard.fftSize);
    setInterval(() => {
      heard.getByteTimeDomainData(levels);
      const level = Math.max(...[...levels].map((one) => Math.abs(one - 128) / 128));
      const last = listening.samples.at(-1);
      if (last && video.currentTime < last.at) listening.breaks.push(`back from ${last.at} to ${video.currentTime}`);
      listening.samples.push({ at: video.currentTime, level, moment: performance.now() });
    }, 100);
  });
  // The first samples are from before the graph of sound was ready.
  await page.waitForFunction(() => ((globalThis as Listened).listening?.samples.at(-1)?.level ?? 0) > 0.01);
  await heardSince(page);
}

/** What was heard since the last call; waits until there is something to say. */
export async function heardSince(page: Page): Promise<Heard> {
  await page.waitForFunction(() => ((globalThis as Listened).listening?.samples.length ?? 0) > 5);
  return page.evaluate(() => {
    const { listening } = globalThis as Required<Listened>;
    const { samples, breaks, video } = listening;
    let longestStill = 0;
    let since = samples[0]!;
    for (const sample of samples) {
      if (sample.at > since.at) since = sample;
      longestStill = Math.max(longestStill, sample.moment - since.moment);
    }
    const bar = document.querySelector('.me-bar amanah-player')?.shadowRoot?.querySelector('video');
    listening.samples = samples.slice(-1);
    listening.breaks = [];
    return {
      samples: samples.length,
      from: samples[0]!.at,
      to: samples.at(-1)!.at,
      quietest: Math.min(...samples.map(({ level }) => level)),
      longestStill,
      breaks,
      same: bar === video,
    };
  });
}
