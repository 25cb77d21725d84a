/** Bounds of adapter processes; milliseconds and bytes unless a name says otherwise. */
export interface ProcessSettings {
  readonly systemsPerProcess: number;
  readonly beatMs: number;
  /** A process with open calls that was silent for so long is killed. */
  readonly silentMs: number;
  /** The same where drafts are tried: reading a large description may take its time, and nobody else waits there. */
  readonly draftSilentMs: number;
  /** Longest start, until the adapter is loaded. */
  readonly startMs: number;
  /** Heap of JavaScript, in MB. */
  readonly heapMb: number;
  /** Resident memory over which a process is killed. */
  readonly maxMemoryBytes: number;
  /** Largest message of a process, unless the limits of its systems ask for more; a larger one ends the process. */
  readonly maxFrameBytes: number;
  readonly maxInputBytes: number;
  /** Calls of one process that have not ended; more are turned away. */
  readonly maxOpenCalls: number;
  /** Log lines of one process each second; more are left out and counted. */
  readonly logsPerSecond: number;
  /** Deaths are remembered for so long. */
  readonly deathWindowMs: number;
  /** Wait before a process is started again: none after the first death, then doubled from `first` up to `longest`. */
  readonly backOff: { readonly first: number; readonly longest: number };
  /** An idle process for drafts ends after so long. */
  readonly draftIdleMs: number;
}

export const defaultSettings: ProcessSettings = {
  systemsPerProcess: 25,
  beatMs: 500,
  silentMs: 3_000,
  draftSilentMs: 30_000,
  startMs: 30_000,
  heapMb: 384,
  maxMemoryBytes: 640 * 1_048_576,
  maxFrameBytes: 32 * 1_048_576,
  maxInputBytes: 32 * 1_048_576,
  maxOpenCalls: 1_000,
  logsPerSecond: 200,
  deathWindowMs: 600_000,
  backOff: { first: 250, longest: 30_000 },
  draftIdleMs: 60_000,
};
