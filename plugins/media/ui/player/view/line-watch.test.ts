import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LineWatch, type Measured } from './line-watch.ts';

const slow: Measured = { estimate: 300_000, least: 600_000 };
const fast: Measured = { estimate: 2_000_000, least: 600_000 };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function watched(measured: Measured) {
  const video = new EventTarget();
  const said: string[] = [];
  const gone = new AbortController();
  const events = { onWeak: () => void said.push('weak'), onStrong: () => void said.push('strong') };
  const line = new LineWatch(video as HTMLVideoElement, () => measured, events, gone.signal);
  const waits = (seconds: number) => {
    video.dispatchEvent(new Event('waiting'));
    vi.advanceTimersByTime(seconds * 1_000);
    video.dispatchEvent(new Event('playing'));
  };
  const plays = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);
  /** A second of sound a second, each of which took so long to come. */
  const hears = (times: number, took: number) => {
    for (let time = 0; time < times; time++) {
      vi.advanceTimersByTime(1_000);
      line.came(12_000, took);
    }
  };
  return { line, said, waits, plays, hears, gone };
}

test('one long wait, and many short ones within half a minute, are a weak line; short ones now and then are not', () => {
  const once = watched(slow);
  once.waits(7);
  expect(once.said).toEqual([]);
  once.plays(40);
  once.waits(9);
  expect(once.said).toEqual(['weak']);

  const stuttering = watched(slow);
  for (let time = 0; time < 5; time++) {
    stuttering.waits(2);
    stuttering.plays(2);
  }
  expect(stuttering.said).toEqual(['weak']);

  const seldom = watched(slow);
  for (let time = 0; time < 20; time++) {
    seldom.waits(2);
    seldom.plays(20);
  }
  expect(seldom.said).toEqual([]);
});

test('who waits though the line is fast enough, or after the player is gone, is told nothing', () => {
  const elsewhere = watched(fast);
  elsewhere.waits(30);
  expect(elsewhere.said).toEqual([]);
  const left = watched(slow);
  left.gone.abort();
  left.waits(30);
  expect(left.said).toEqual([]);
});

test('the picture comes back once the sound comes fast for a while, and later each time that it had to go again', () => {
  const { said, waits, hears } = watched(slow);
  waits(9);
  hears(30, 0.4);
  expect(said).toEqual(['weak']);
  hears(11, 0.02);
  expect(said).toEqual(['weak', 'strong']);
  waits(9);
  expect(said).toEqual(['weak', 'strong', 'weak']);
  hears(15, 0.02);
  expect(said).toHaveLength(3);
  hears(6, 0.02);
  expect(said).toEqual(['weak', 'strong', 'weak', 'strong']);
});

test('who chose sound or picture by themselves keeps what they chose', () => {
  const { line, said, waits, hears } = watched(slow);
  waits(9);
  line.forget();
  hears(60, 0.02);
  expect(said).toEqual(['weak']);
});
