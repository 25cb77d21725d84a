import { readFileSync } from 'node:fs';

/** Resident memory of a process as the kernel counts it; `null` when it has ended or there is no /proc. */
export function residentBytes(pid: number): number | null {
  try {
    // Not statm: that one counts in pages, whose size differs between machines.
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
  } catch {
    return null;
  }
}
