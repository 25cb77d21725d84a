import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cpuSeconds } from './process-cpu.ts';

const run = promisify(execFile);

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Process whose CPU is charged; its children count too. */
  readonly pid: number;
}

export interface Slot {
  readonly requests: number;
  readonly failures: number;
  readonly cpuSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends bounded load (wrk, keep-alive) to one target and says what it cost its process. */
export async function loadSlot(target: Target, seconds: number, connections: number): Promise<Slot> {
  const headers = Object.entries(target.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const before = cpuSeconds(target.pid);
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers, target.url]);
  const used = cpuSeconds(target.pid) - before;
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0),
    failures: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
    cpuSeconds: used,
    p50Ms: milliseconds(/50%\s+(\S+)/.exec(stdout)?.[1]),
    p99Ms: milliseconds(/99%\s+(\S+)/.exec(stdout)?.[1]),
  };
}

/**
 * Loads all targets in turns (A B C, A B C …), so that a noisy machine disturbs all alike.
 * Returns for each target the median over rounds of requests per CPU second.
 * @throws Error when a target answered anything but success: a failing path must not look fast.
 */
export async function interleaved(targets: readonly Target[], rounds: number, seconds: number, connections: number): Promise<Map<string, number>> {
  const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) {
      const slot = await loadSlot(target, seconds, connections);
      if (slot.failures > 0 || slot.requests === 0) throw new Error(`${target.name}: ${slot.failures} of ${slot.requests} requests failed`);
      rates.get(target.name)?.push(slot.requests / Math.max(slot.cpuSeconds, 0.01));
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

/** The middle value; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

function milliseconds(text = ''): number {
  const value = Number.parseFloat(text);
  return text.endsWith('us') ? value / 1000 : text.endsWith('ms') ? value : value * 1000;
}
