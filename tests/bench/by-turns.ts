import { median } from './report.ts';

const rounds = 100;

/** Median milliseconds of each, one after the other in each round, so that a noisy moment meets all of them. */
export async function byTurns<K extends string>(works: Readonly<Record<K, () => Promise<void>>>): Promise<Record<K, number>> {
  const times = Object.fromEntries(Object.keys(works).map((key) => [key, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++)
    for (const [key, work] of Object.entries(works) as [K, () => Promise<void>][]) {
      const began = performance.now();
      await work();
      times[key].push(performance.now() - began);
    }
  return Object.fromEntries(Object.entries(times).map(([key, all]) => [key, median((all as number[]).slice(rounds / 5))])) as Record<K, number>;
}
