import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { measuringCore } from './machine.ts';
import { cpuSeconds } from './process-cpu.ts';

const run = promisify(execFile);

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Process whose CPU is charged; its children count too. */
  readonly pid: number;
}

/** What one target's slots showed, a value a slot. */
export interface Shown {
  readonly perCpuSecond: number[];
  readonly p50Ms: number[];
}

interface Slot {
  readonly requests: number;
  readonly failures: number;
  readonly cpuSeconds: number;
  readonly p50Ms: number;
}

/** Sends bounded load (wrk, keep-alive) to one target and says what it cost its process. */
async function loadSlot(target: Target, seconds: number, connections: number): Promise<Slot> {
  const headers = Object.entries(target.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const before = cpuSeconds(target.pid);
  const command = ['-c', measuringCore, 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers, target.url];
  const { stdout } = await run('taskset', command);
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0),
    failures: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
    cpuSeconds: cpuSeconds(target.pid) - before,
    p50Ms: milliseconds(/50%\s+(\S+)/.exec(stdout)?.[1]),
  };
}

/**
 * Loads all targets in turns (A B C, A B C …), so that a noisy machine disturbs all alike; a first round warms up and is not counted.
 * @throws Error when a target answered anything but success: a failing path must not look fast.
 */
export async function interleaved(
  targets: readonly Target[],
  { rounds, seconds, connections }: { rounds: number; seconds: number; connections: number },
): Promise<readonly Shown[]> {
  const shown = targets.map((): Shown => ({ perCpuSecond: [], p50Ms: [] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [at, target] of targets.entries()) {
      const slot = await loadSlot(target, seconds, connections);
      if (slot.failures > 0 || slot.requests === 0) throw new Error(`${target.name}: ${slot.failures} of ${slot.requests} requests failed`);
      if (round === 0) continue;
      shown[at]?.perCpuSecond.push(slot.requests / Math.max(slot.cpuSeconds, 0.01));
      shown[at]?.p50Ms.push(slot.p50Ms);
    }
  }
  return shown;
}

function milliseconds(text = ''): number {
  const value = Number.parseFloat(text);
  return text.endsWith('us') ? value / 1000 : text.endsWith('ms') ? value : value * 1000;
}
