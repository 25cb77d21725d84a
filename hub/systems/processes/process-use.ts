import { readFileSync } from 'node:fs';

/** Ticks a second in which the kernel counts processor time, on every Linux the hub runs on. */
const ticksPerSecond = 100;

/** What a process uses, as the kernel counts it. */
export interface ProcessUse {
  /** Resident memory. */
  readonly bytes: number;
  /** Processor time of its main thread so far. */
  readonly cpuMs: number;
  /** It would run if a processor were free for it. */
  readonly runnable: boolean;
}

/** `null` when the process has ended, or there is no /proc. */
export function processUse(pid: number): ProcessUse | null {
  try {
    // Memory not from statm: that one counts in pages, whose size differs between machines.
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    // The second field (command) may hold blanks: fields are counted after its closing bracket.
    const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1').split(') ').pop()?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return kilobytes === undefined ? null : { bytes: Number(kilobytes) * 1_024, cpuMs: (ticks * 1_000) / ticksPerSecond, runnable: fields[0] === 'R' };
  } catch {
    return null;
  }
}
