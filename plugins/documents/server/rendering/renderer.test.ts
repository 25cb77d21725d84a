import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { taskOf } from '../../testing/draw.ts';
import { licence } from '../../testing/papers.ts';
import { Renderer, type RenderLimits } from './renderer.ts';

const open: Renderer[] = [];
afterEach(() => {
  for (const renderer of open.splice(0)) renderer.close();
});

function rendererWith(limits: Partial<RenderLimits> = {}) {
  const lost: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void lost.push((fields as { why: string }).why) };
  const renderer = new Renderer(log, limits);
  open.push(renderer);
  return { renderer, lost };
}
const task = taskOf(licence);

test('a process killed in the middle of a paper is replaced, and the paper is drawn all the same', async () => {
  const { renderer, lost } = rendererWith();
  await renderer.render(task);
  const first = renderer.pid!;
  const drawing = renderer.render(task);
  process.kill(first, 'SIGKILL');
  expect(
    Buffer.from(await drawing)
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(renderer.pid).not.toBe(first);
  expect(lost).toEqual([expect.stringContaining('SIGKILL')]);
  expect(renderer.trouble).toBeNull();
});

test('a paper that kills every process that draws it is given up after the second, and the next one is drawn', async () => {
  const { renderer, lost } = rendererWith();
  const fatal = renderer.render(task);
  const next = renderer.render(task);
  process.kill(renderer.pid!, 'SIGKILL');
  await expect.poll(() => lost.length).toBe(1);
  process.kill(renderer.pid!, 'SIGKILL');
  await expect(fatal).rejects.toMatchObject({ code: 'DOCUMENTS_NOT_MADE', retryAfterSeconds: 10 });
  await expect(next).resolves.toBeInstanceOf(Uint8Array);
});

test('what is not drawn within the deadline is given up at once, with the process that hangs on it', async () => {
  const { renderer, lost } = rendererWith({ deadlineMs: 1 });
  const drawing = renderer.render(task);
  const pid = renderer.pid!;
  await expect(drawing).rejects.toMatchObject({ code: 'DOCUMENTS_NOT_MADE' });
  expect(lost).toEqual(['not drawn in 1 ms']);
  expect(renderer.trouble).toBe('not drawn in 1 ms');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('the queue has an end: one more is refused at once, and those who wait get their papers', async () => {
  const { renderer } = rendererWith({ waiting: 2 });
  const accepted = [renderer.render(task), renderer.render(task), renderer.render(task)];
  await expect(renderer.render(task)).rejects.toMatchObject({ code: 'DOCUMENTS_NOT_MADE', retryAfterSeconds: 10 });
  expect((await Promise.all(accepted)).map(({ length }) => length > 10_000)).toEqual([true, true, true]);
});

test('a new process takes over after so many papers, and one with nothing to do ends', async () => {
  const { renderer } = rendererWith({ papersPerProcess: 2, idleMs: 100 });
  const pids: (number | undefined)[] = [];
  for (let paper = 0; paper < 3; paper++) {
    await renderer.render(task);
    pids.push(renderer.pid);
  }
  expect(new Set(pids).size).toBe(2);
  await expect.poll(() => renderer.pid).toBeUndefined();
  await expect(renderer.render(task)).resolves.toBeInstanceOf(Uint8Array);
});

test('who waits when the renderer is closed is told', async () => {
  const { renderer } = rendererWith();
  const waiting = [renderer.render(task), renderer.render(task)].map((drawing) => drawing.catch((error: { code: string }) => error.code));
  renderer.close();
  expect(await Promise.all(waiting)).toEqual(['DOCUMENTS_NOT_MADE', 'DOCUMENTS_NOT_MADE']);
});

test('three hundred different papers leave the process as large as the first hundred did', { timeout: 120_000 }, async () => {
  const { renderer } = rendererWith();
  const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${renderer.pid}/status`, 'utf8'))?.[1]) / 1_024;
  const draw = async (from: number) => {
    for (let paper = from; paper < from + 100; paper++)
      await renderer.render(taskOf({ ...licence, subject: String(44_800_000_000 + paper) }, { shop: { ar: `محل ${paper}`, en: `Shop ${paper}` } }));
    return megabytes();
  };
  const first = await draw(0);
  await draw(100);
  const third = await draw(200);
  // Without forgetting, Typst keeps more than a megabyte of each.
  expect(third - first).toBeLessThan(60);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
