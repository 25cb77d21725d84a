import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Silence } from './silence.ts';

let program: ReturnType<typeof spawn>;
beforeEach(async () => {
  program = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(program, 'spawn');
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  program.kill('SIGKILL');
});

/** Looks each quarter second for so long at a process that uses this share of a processor. */
function watched(silence: Silence, ms: number, { share, runnable }: { share: number; runnable: boolean }, from = 0) {
  const seen: string[] = [];
  for (let at = from; at <= ms; at += 250) {
    seen.push(silence.look({ bytes: 1, cpuMs: at * share, runnable }));
    vi.advanceTimersByTime(250);
  }
  return seen;
}

const pid = () => program.pid ?? 0;
const overAt = (seen: readonly string[]) => seen.indexOf('over') * 250;

test('a process that computes without a word is over at its limit, doubtful from a fifth of it, and last at the processor meanwhile', () => {
  const before = getPriority(pid());
  const seen = watched(new Silence(pid(), 3_000), 4_000, { share: 1, runnable: true });
  expect(seen.indexOf('doubtful') * 250).toBe(750);
  expect(overAt(seen)).toBe(3_250);
  expect(getPriority(pid())).toBe(Math.max(before, 19));
});

test('one that waits for something, or was stopped, is over at its limit too', () => {
  expect(overAt(watched(new Silence(pid(), 3_000), 4_000, { share: 0, runnable: false }))).toBe(3_250);
});

test('one that gets no processor has more time, but not without end, and keeps its place in the queue', () => {
  const before = getPriority(pid());
  expect(overAt(watched(new Silence(pid(), 3_000), 12_000, { share: 0.01, runnable: true }))).toBe(9_250);
  expect(getPriority(pid())).toBe(before);
});

test('one that is heard again is well, and the processor time it used before does not count', () => {
  const silence = new Silence(pid(), 3_000);
  expect(watched(silence, 2_000, { share: 1, runnable: true }).at(-1)).toBe('doubtful');
  silence.heard();
  expect(watched(silence, 5_000, { share: 0.01, runnable: true }, 2_250)).not.toContain('over');
});
