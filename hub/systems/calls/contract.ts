import type { Call, OperationOptions } from '@amanah/plugin-api';

/** Who calls: stands in the exchange record and decides the language of errors. */
export interface Caller extends Pick<Call, 'actor' | 'system' | 'language' | 'requestId'> {
  /** Plugin whose code calls; `null` for the hub's own pages, API and commands. */
  readonly plugin: string | null;
}

/** One call of an operation. */
export interface SystemCall {
  readonly system: string;
  /** Our name of the operation. */
  readonly operation: string;
  readonly input: unknown;
  /** For reads of several pages: what the page before gave as `next`. */
  readonly cursor: string | null;
  readonly caller: Caller;
  readonly options: OperationOptions;
}

export interface CallAnswer {
  readonly output: unknown;
  /** Where the next page begins; `null` when there is none. */
  readonly next: string | null;
}

/** Calls of connected systems, with deadline, breaker, queue, cache, retry, ledger of writes and record of exchanges. */
export interface Calls {
  /**
   * Ends by the operation's deadline. A read ends when `options.signal` aborts; a write only while it waits for its turn: once it may have been sent, it
   * runs to its end, so that its outcome is known.
   * @throws AmanahError SYSTEMS_…
   */
  call(call: SystemCall): Promise<CallAnswer>;
}
