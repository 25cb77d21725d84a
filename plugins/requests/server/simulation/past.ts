import type { Decisions } from './options.ts';

/** What was recorded of one step, or of one event that is awaited. */
export interface StepPast {
  /** From its beginning to its end, in milliseconds, one for each recorded visit that came to an end. */
  readonly durationsMs: readonly number[];
  /** How often each decision was taken; the empty name counts ends without a decision. */
  readonly decisions?: Decisions;
  /** How often each error of an operation was met. */
  readonly errors?: Readonly<Record<string, number>>;
  /** The share of visits in which an awaited message came at all. */
  readonly came?: number;
}

/** What is known of requests that have run: by step and event, and the data they had. */
export interface RecordedPast {
  readonly steps: Readonly<Record<string, StepPast>>;
  /** Data of past requests; each simulated one has those of one of them. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
