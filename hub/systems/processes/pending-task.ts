import { AdapterError, type AdapterOutcome, type Reached, type RowSink } from '@amanah/adapter-api';
import { CallFailed } from './call-failed.ts';
import type { CallMessages, WireMessage } from './contract.ts';
import type { Task, WireError, WireMessages } from './wire.ts';

/** A process may answer so long before the hub gives up, so that what it knows of a late call is known to us. */
const marginMs = 60;
/** After a cancel the process has so long to say what became of the call. */
const cancelMs = 100;

export interface TaskOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; `null`: as long as the signal allows. */
  readonly deadlineAt: number | null;
  /** May be done once more in a new process when the first one died. */
  readonly repeatable: boolean;
  /** Takes rows, for reading a file. */
  readonly sink?: RowSink;
  readonly blobs?: readonly Uint8Array[];
}

/** What a task ended with. */
export interface TaskEnd extends CallMessages {
  readonly result: unknown;
}

/** One task of a caller, from the moment it is asked for until it ends, whatever processes it meets on the way. */
export class PendingTask {
  readonly task: Task;
  readonly options: TaskOptions;
  readonly openedAt = performance.now();
  /** Resolves with the end. @throws CallFailed */
  readonly ended: Promise<TaskEnd>;
  /** Processes it was given to. */
  tries = 0;
  /** Tells the process that has it that the caller gave up; set by who gave it. */
  onCancel: ((late: boolean) => void) | null = null;
  readonly #promise = Promise.withResolvers<TaskEnd>();
  #settled = false;
  #sent: WireMessage | null = null;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onAbort = () => this.#cancelled();

  constructor(task: Task, options: TaskOptions) {
    this.task = task;
    this.options = options;
    this.ended = this.#promise.promise;
    const { signal, deadlineAt } = options;
    if (deadlineAt !== null && deadlineAt <= Date.now()) this.#late();
    else if (deadlineAt !== null) this.#timers.push(setTimeout(() => this.#late(), Math.max(0, deadlineAt - Date.now())));
    if (signal.aborted) this.#cancelled();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** System whose code runs the task; `null` for drafts. */
  get systemId(): string | null {
    return 'systemId' in this.task ? this.task.systemId : null;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** What a process is given as its own deadline, from now. */
  timeoutMs(): number | null {
    if (this.options.deadlineAt === null) return null;
    const left = this.options.deadlineAt - Date.now();
    return Math.max(1, Math.round(left - Math.min(marginMs, left / 10)));
  }

  /** The process tells ahead what a write is about to send. */
  sent(message: WireMessage): void {
    this.#sent = message;
  }

  done(result: unknown, messages: WireMessages | undefined, blobs: readonly Uint8Array[]): void {
    if (this.#settle()) this.#promise.resolve({ result, ...this.#messages(messages, blobs) });
  }

  failed({ outcome, detail, reached, fault, findings }: WireError, messages?: WireMessages, blobs: readonly Uint8Array[] = []): void {
    if (!this.#settle()) return;
    const error = new AdapterError(outcome, detail, { reached, ...(fault ? { fault } : {}), ...(findings ? { findings } : {}) });
    this.#promise.reject(new CallFailed(error, this.#messages(messages, blobs)));
  }

  /** The caller's own part of the work failed. */
  stopped(error: unknown): void {
    if (this.#settle()) this.#promise.reject(error);
  }

  /** Ends it from our side: nothing is known of it beyond whether it was given to a process. */
  lost(outcome: AdapterOutcome, detail: string, reached: Reached = this.tries > 0 ? 'maybe' : 'no'): void {
    this.failed({ outcome, detail, reached });
  }

  #messages(types: WireMessages | undefined, blobs: readonly Uint8Array[]): CallMessages {
    const left = [...blobs];
    const next = (contentType: string | null | undefined): WireMessage | null =>
      contentType == null ? null : { contentType, bytes: left.shift() ?? new Uint8Array() };
    const sent = next(types?.sent) ?? this.#sent;
    return { sent, received: next(types?.received) };
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#timers.forEach(clearTimeout);
    this.options.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }

  #late(): void {
    this.onCancel?.(true);
    this.lost('timeout', 'the deadline passed');
  }

  #cancelled(): void {
    const late = (this.options.signal.reason as Error | undefined)?.name === 'TimeoutError';
    const end = () => this.lost(late ? 'timeout' : 'cancelled', late ? 'the deadline passed' : 'the caller went away');
    if (!this.onCancel) return end();
    this.onCancel(late);
    this.#timers.push(setTimeout(end, cancelMs));
  }
}
