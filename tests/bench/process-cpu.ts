import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ on every Linux the hub runs on

/** CPU seconds (user + system) that a process and its children have used so far, from /proc. */
export function cpuSeconds(pid: number): number {
  return processTree(pid).reduce((sum, each) => sum + ownCpuSeconds(each), 0);
}

/** Resident memory of a process and its children in MB. */
export function residentMb(pid: number): number {
  return processTree(pid).reduce((sum, each) => sum + Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${each}/status`))?.[1] ?? 0) / 1024, 0);
}

function ownCpuSeconds(pid: number): number {
  // The second field (command) may hold spaces: fields are counted after its closing bracket.
  const fields = read(`/proc/${pid}/stat`).split(') ').pop()?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

function processTree(pid: number): number[] {
  const children = readTasks(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`).trim().split(' ').filter(Boolean).map(Number));
  return [pid, ...children.flatMap(processTree)];
}

function readTasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // the process has ended: it costs nothing more
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
