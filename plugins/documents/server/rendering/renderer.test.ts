import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { taskOf } from '../../testing/draw.ts';
import { licence } from '../../testing/papers.ts';
import { Renderer } from './renderer.ts';

const open: Renderer[] = [];
afterEach(() => {
  for (const renderer of open.splice(0)) renderer.close();
});

function newRenderer() {
  const lost: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void lost.push((fields as { why: string }).why) };
  const renderer = new Renderer(log);
  open.push(renderer);
  return { renderer, lost };
}
const task = taskOf(licence);

test('a process killed in the middle of a paper is replaced, and the paper is drawn all the same', async () => {
  const { renderer, lost } = newRenderer();
  await renderer.draw(task);
  const first = renderer.pid!;
  const drawing = renderer.draw(task);
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

test('three hundred different papers leave the process as large as the first hundred did', { timeout: 120_000 }, async () => {
  const { renderer } = newRenderer();
  const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${renderer.pid}/status`, 'utf8'))?.[1]) / 1_024;
  const draw = async (from: number) => {
    for (let paper = from; paper < from + 100; paper++)
      await renderer.draw(taskOf({ ...licence, subject: String(44_800_000_000 + paper) }, { shop: { ar: `محل ${paper}`, en: `Shop ${paper}` } }));
    return megabytes();
  };
  const first = await draw(0);
  await draw(100);
  const third = await draw(200);
  // Without forgetting, Typst keeps more than a megabyte of each.
  expect(third - first).toBeLessThan(60);
});
