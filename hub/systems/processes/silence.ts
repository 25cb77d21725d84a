import { getPriority, setPriority } from 'node:os';
import type { ProcessUse } from './process-use.ts';

/** Priority of a process that computes without end, until it is killed: others get the processor first. */
const lastPriority = 19;
/** Processor time after which a silent process is computing, not waiting for a processor. */
const computingMs = 200;
/** A process that gets no processor may be silent so many times longer. */
const starvedTimes = 3;

/** Others get the processor before this process. */
export function comeLast(pid: number | null): void {
  try {
    if (pid !== null) setPriority(pid, lastPriority);
  } catch {
    // It has ended already.
  }
}

/** Tells an endless loop from a machine that is too busy to let a process say that it is well. */
export class Silence {
  readonly #pid: number;
  readonly #limitMs: number;
  #heardAt = performance.now();
  #cpuWhenHeard = 0;
  #fresh = true;
  #priorityBefore: number | null = null;

  constructor(pid: number, limitMs: number) {
    this.#pid = pid;
    this.#limitMs = limitMs;
  }

  /** Something came from the process, or it could not have been heard. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#fresh = true;
  }

  /**
   * Looks at a process that owes a sign of life.
   * @returns `well`; `doubtful` after a fifth of the time, when it comes last at the processor; `over` when it is to be killed
   */
  look(use: ProcessUse | null): 'well' | 'doubtful' | 'over' {
    if (this.#fresh) this.#cpuWhenHeard = use?.cpuMs ?? 0;
    this.#fresh = false;
    const silentMs = performance.now() - this.#heardAt;
    if (silentMs <= this.#limitMs / 5) {
      this.#restore();
      return 'well';
    }
    const computing = (use?.cpuMs ?? 0) - this.#cpuWhenHeard >= computingMs;
    if (computing) this.#lower();
    const starved = use?.runnable === true && !computing;
    return silentMs > this.#limitMs * (starved ? starvedTimes : 1) ? 'over' : 'doubtful';
  }

  #lower(): void {
    if (this.#priorityBefore !== null) return;
    try {
      this.#priorityBefore = getPriority(this.#pid);
      if (this.#priorityBefore < lastPriority) comeLast(this.#pid);
    } catch {
      // It has ended meanwhile.
    }
  }

  #restore(): void {
    if (this.#priorityBefore === null) return;
    try {
      setPriority(this.#pid, this.#priorityBefore);
    } catch {
      // Only a privileged hub may raise it again; otherwise the process goes on with what others leave.
    }
    this.#priorityBefore = null;
  }
}
