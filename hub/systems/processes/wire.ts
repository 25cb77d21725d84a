import type { AdapterLimits, AdapterOutcome, IncomingFile, InputFinding, IntakeOutcome, Reached, RejectedRow, SystemFault } from '@amanah/adapter-api';
import type { CallableSystem, ProcessCall, SystemAccess } from './contract.ts';

/** A system without its files, whose names stand here and whose contents are the frame's blobs in the same order. */
export type Shipped<S extends SystemAccess> = Omit<S, 'files'> & { readonly files: readonly string[] };

/** What a process is asked to do for one task. */
export type Task =
  | { readonly do: 'call'; readonly systemId: string; readonly call: ProcessCall }
  | { readonly do: 'probe'; readonly systemId: string }
  | { readonly do: 'discover'; readonly system: Shipped<SystemAccess> }
  | { readonly do: 'once'; readonly system: Shipped<CallableSystem>; readonly call: ProcessCall }
  | { readonly do: 'list'; readonly systemId: string }
  | { readonly do: 'hash'; readonly systemId: string; readonly file: IncomingFile }
  | { readonly do: 'read'; readonly systemId: string; readonly file: IncomingFile }
  | { readonly do: 'settle'; readonly systemId: string; readonly file: IncomingFile; readonly outcome: IntakeOutcome };

export type ToChild =
  | { readonly kind: 'start'; readonly module: string; readonly beatMs: number; readonly logsPerSecond: number; readonly maxFrameBytes: number }
  | { readonly kind: 'open'; readonly system: Shipped<CallableSystem> }
  | { readonly kind: 'close'; readonly id: number; readonly systemId: string }
  /** `timeoutMs` from now, a little before the hub itself gives up. */
  | { readonly kind: 'task'; readonly id: number; readonly task: Task; readonly timeoutMs: number | null }
  | { readonly kind: 'cancel'; readonly id: number; readonly late: boolean }
  /** The rows of this task were taken; the next may come. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'end' };

export interface WireError {
  readonly outcome: AdapterOutcome;
  readonly detail: string;
  readonly reached: Reached;
  readonly fault?: SystemFault;
  readonly findings?: readonly InputFinding[];
}

/** Which blobs of a frame are messages of the call: their content types, `null` where there is none (or it went ahead). */
export interface WireMessages {
  readonly sent: string | null;
  readonly received: string | null;
}

export type RowBatch = { readonly rows: readonly { readonly line: number; readonly values: unknown }[] } | { readonly rejected: readonly RejectedRow[] };

export type FromChild =
  | { readonly kind: 'ready' }
  /** The adapter cannot be loaded. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'beat' }
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly system: string | null;
      readonly fields: object;
      readonly message: string;
    }
  /** A write is about to leave; it is told ahead, so that it is known even when the process dies before the answer. */
  | { readonly kind: 'sent'; readonly id: number; readonly contentType: string }
  | { readonly kind: 'batch'; readonly id: number; readonly batch: RowBatch }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown; readonly messages?: WireMessages }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError; readonly messages?: WireMessages }
  | { readonly kind: 'closed'; readonly id: number }
  /** The process is about to end because of this system's code. */
  | { readonly kind: 'dying'; readonly system: string };

/** Largest message that a process may send for calls of a system with these limits: its answer as JSON, and both recorded messages. */
export function frameBytesFor({ maxAnswerBytes }: AdapterLimits): number {
  return 4 * maxAnswerBytes + 1_048_576;
}

/** Readies a system for the way: its files become blobs. */
export function ship<S extends SystemAccess>(system: S): { readonly system: Shipped<S>; readonly blobs: readonly Uint8Array[] } {
  return { system: { ...system, files: Object.keys(system.files) }, blobs: Object.values(system.files) };
}

/** The system as it was before `ship`. */
export function unship<S extends SystemAccess>(system: Shipped<S>, blobs: readonly Uint8Array[]): S {
  const files = Object.fromEntries(system.files.map((name, at) => [name, blobs[at] ?? new Uint8Array()]));
  return { ...system, files } as unknown as S;
}
