import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';

const run = promisify(execFile);

/** What measures runs on the last core, what is measured on the first, where there are two. */
export const measuringCore = String(availableParallelism() - 1);
export const measuredCore = '0';

/** Keeps a process and its threads on one core, so that load generator and server do not push each other about. */
export async function pin(pid: number, core: string): Promise<void> {
  await run('taskset', ['-a', '-c', '-p', core, String(pid)]);
}

/** Share of the machine's CPU time since boot that was not idle, for telling how disturbed a measurement was. */
export function busySeconds(): { busy: number; all: number } {
  const ticks = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, tick) => sum + tick, 0);
  return { busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0), all };
}
