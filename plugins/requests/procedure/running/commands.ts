import type { Holder } from '../definition.ts';
import type { Ending } from './state.ts';

interface AtStep {
  readonly token: number;
  readonly step: string;
}
export type Why = 'done' | 'cancelled';

/** A task for people. */
interface Opening extends AtStep {
  readonly work: 'user' | 'manual';
  readonly lane?: string;
  readonly role?: string;
  readonly unit?: string;
  readonly holder: Holder;
  readonly sla?: string;
  readonly form?: string;
  readonly undoes?: string;
}

/** The request moved to a version in which the task that is open has other people, another form or another time limit. */
export type Change = Opening & { readonly do: 'change' };

/**
 * What the caller must do in the same transaction. The token is the idempotency key: no two commands of a kind have the same token and element.
 * Whatever is opened, run, called, set or awaited is closed, cancelled, cleared or stopped again, unless it has come to its own end.
 * Only a move to another version may set a timer again that it has cleared just before.
 */
export type Command =
  | (Opening & { readonly do: 'open' })
  | (AtStep & { readonly do: 'close'; readonly why: Why; readonly decision?: string })
  | (AtStep & {
      readonly do: 'run';
      readonly work: 'service' | 'send' | 'rule';
      readonly operation?: string;
      readonly message?: string;
      readonly sla?: string;
      readonly undoes?: string;
    })
  | (AtStep & { readonly do: 'cancel-run' })
  | (AtStep & { readonly do: 'call'; readonly procedure: string })
  | (AtStep & { readonly do: 'cancel-call' })
  | { readonly do: 'set-timer'; readonly token: number; readonly timer: string; readonly due: string; readonly calendar: 'working' | 'all' }
  | { readonly do: 'clear-timer'; readonly token: number; readonly timer: string }
  | {
      readonly do: 'await';
      readonly token: number;
      readonly event: string;
      readonly message: string;
      readonly holder: Holder;
      readonly sla?: string;
    }
  | { readonly do: 'stop-await'; readonly token: number; readonly event: string; readonly message: string }
  | (AtStep & { readonly do: 'send'; readonly message: string })
  | { readonly do: 'state'; readonly state: string; readonly step?: string }
  | { readonly do: 'end'; readonly how: Ending; readonly at?: string; readonly error?: string };
