import { afterEach, expect, test } from 'vitest';
import { DrawingProcess, type DrawingLimits } from './drawing-process.ts';

interface Words {
  readonly words: string;
}

const usual: DrawingLimits = { deadlineMs: 60_000, waiting: 10, tasksPerProcess: 100, idleMs: 60_000 };
const open: DrawingProcess<Words>[] = [];
afterEach(() => {
  for (const drawing of open.splice(0)) drawing.close();
});

function drawingWith(limits: Partial<DrawingLimits> = {}) {
  const lost: string[] = [];
  const drawing = new DrawingProcess<Words>({
    program: new URL('fixtures/drawer.ts', import.meta.url),
    log: { error: (fields) => void lost.push((fields as { why: string }).why) },
    what: 'words',
    limits: { ...usual, ...limits },
    nameOf: ({ words }) => words,
    refuse: (detail, retryAfterSeconds) => Object.assign(new Error(detail), { retryAfterSeconds }),
  });
  open.push(drawing);
  return { drawing, lost, draw: async (words: string) => Buffer.from(await drawing.draw({ words })).toString() };
}

test('what a task is not drawn for is told with its name, and the process goes on', async () => {
  const { drawing, draw, lost } = drawingWith();
  expect(await draw('one')).toBe('one');
  const { pid } = drawing;
  await expect(draw('refuse')).rejects.toMatchObject({ message: 'refuse: no such words', retryAfterSeconds: undefined });
  expect([await draw('two'), drawing.pid, lost]).toEqual(['two', pid, []]);
});

test('a task that kills every process that draws it is given up after the second, and the next one is drawn', async () => {
  const { drawing, draw, lost } = drawingWith();
  const fatal = draw('die');
  const next = draw('next');
  await expect(fatal).rejects.toMatchObject({ message: expect.stringContaining('die: ended with 3'), retryAfterSeconds: 10 });
  expect([await next, lost.length, drawing.trouble]).toEqual(['next', 2, null]);
});

test('what is not drawn within the deadline is given up at once, with the process that hangs on it', async () => {
  const { drawing, draw, lost } = drawingWith({ deadlineMs: 1_500 });
  const hanging = draw('hang');
  const pid = drawing.pid!;
  await expect(hanging).rejects.toMatchObject({ retryAfterSeconds: 10 });
  expect([lost, drawing.trouble]).toEqual([['not drawn in 1500 ms'], 'not drawn in 1500 ms']);
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('the queue has an end: one more is refused at once, and those who wait get theirs', async () => {
  const { draw } = drawingWith({ waiting: 2 });
  const accepted = [draw('one'), draw('two'), draw('three')];
  await expect(draw('four')).rejects.toMatchObject({ message: '2 words are waiting already', retryAfterSeconds: 10 });
  expect(await Promise.all(accepted)).toEqual(['one', 'two', 'three']);
});

test('a new process takes over after so many tasks, and one with nothing to do ends', async () => {
  const { drawing, draw } = drawingWith({ tasksPerProcess: 2, idleMs: 100 });
  const pids: (number | undefined)[] = [];
  for (const words of ['one', 'two', 'three']) {
    await draw(words);
    pids.push(drawing.pid);
  }
  expect([pids[0] === pids[1], pids[1] === pids[2]]).toEqual([true, false]);
  await expect.poll(() => drawing.pid).toBeUndefined();
  expect(await draw('four')).toBe('four');
});

test('who waits when it is closed is told', async () => {
  const { drawing, draw } = drawingWith();
  const waiting = [draw('one'), draw('two')].map((task) => task.catch((error: Error) => error.message));
  drawing.close();
  expect(await Promise.all(waiting)).toEqual(['drawing words is being closed', 'drawing words is being closed']);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
