/** One place where a running request stands. Its number is never used again, so what was meant for an earlier visit of a step cannot meet a later one. */
export interface Token {
  readonly id: number;
  readonly at: string;
  /** The token of the sub-process around it. */
  readonly in?: number;
  /** The flow by which it came to a join. */
  readonly via?: string;
  /** Boundary events without interruption that have happened; each does so once in a visit. */
  readonly fired?: readonly string[];
  /** The activity that is being undone. */
  readonly undoes?: string;
}

export type Ending = 'completed' | 'terminated' | 'failed' | 'withdrawn';

/** All that is kept of a running request's procedure: plain data, a few hundred bytes. */
export interface ProcedureState {
  readonly next: number;
  readonly tokens: readonly Token[];
  /** The last decision of each step. */
  readonly decisions: Readonly<Record<string, string>>;
  /** Completed activities that can be undone, in the order of their completion. */
  readonly undo?: readonly string[];
  readonly withdrawing?: true;
  readonly ended?: Ending;
}

/** Before the start event. */
export const notStarted: ProcedureState = { next: 1, tokens: [], decisions: {} };

/** The data of the request as it stands; conditions see it beside `decision` and `decisions`. It is not kept in the state. */
export type Data = Readonly<Record<string, unknown>>;

interface WithData {
  readonly data?: Data;
}
export type ProcedureEvent = WithData &
  (
    | { readonly type: 'start'; readonly decision?: string }
    /** A person finished a task, or a job its external step. */
    | { readonly type: 'done'; readonly token: number; readonly decision?: string }
    /** Without a token it goes to the one that has waited longest for it. */
    | { readonly type: 'message'; readonly message: string; readonly token?: number; readonly decision?: string }
    | { readonly type: 'timer'; readonly token: number; readonly timer: string }
    | { readonly type: 'error'; readonly token: number; readonly code: string }
    | { readonly type: 'withdraw' }
  );

/** Why an event changed nothing. `at` is the element, when one is to blame. */
export interface Ignored {
  readonly reason:
    | 'not-started'
    | 'already-started'
    | 'ended'
    | 'withdrawing'
    | 'token-gone'
    | 'not-awaited'
    | 'not-to-be-done'
    | 'no-flow'
    | 'no-due'
    | 'uncaught-error'
    | 'endless';
  readonly at?: string;
}
