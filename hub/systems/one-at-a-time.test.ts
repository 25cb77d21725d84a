import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('who asks while it runs shares one further run, which sees everything up to then', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  let value = 0;
  const seen: number[] = [];
  const run = oneAtATime(async () => {
    seen.push(value);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
  });
  const first = run();
  value = 1;
  const more = [run(), run(), run()];
  expect(seen).toEqual([0]);
  gates[0]?.resolve();
  await first;
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.resolve();
  await Promise.all(more);
  expect(seen).toEqual([0, 1]);
});

test('a run that fails fails for those who asked for it, and the next one begins anew', async () => {
  let runs = 0;
  const run = oneAtATime(async () => {
    runs += 1;
    await Promise.resolve();
    if (runs === 1) throw new Error('away');
  });
  const [first, second] = await Promise.allSettled([run(), run()]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  await expect(run()).resolves.toBeUndefined();
  expect(runs).toBe(3);
});
