import type { Adapter, AdapterOutcome } from '@amanah/adapter-api';

/** A fault that only the system itself can play: a wrong content type, an entity bomb, an expired token, a redirect loop … */
export interface OwnFault {
  readonly name: string;
  play(): Promise<void> | void;
  /** How a read may end under it; `ok` when the adapter gets over it by itself. */
  readonly ends: readonly (AdapterOutcome | 'ok')[];
}

/** A real system with what the shared suite needs to know of it. */
export interface Counterpart<C> {
  readonly adapter: Adapter<C>;
  /** Where it really listens. */
  readonly server: { readonly host: string; readonly port: number };
  /** The configuration that reaches it at this address. */
  config(at: { readonly host: string; readonly port: number }): C;
  /** Right values of its secrets; each must be a text that occurs nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly read: { readonly operation: string; readonly input: unknown; /** Whether the output is what the system holds. */ holds(output: unknown): boolean };
  /** `null` for a system that cannot be written to. */
  readonly write: { readonly operation: string; /** Writes `mark`, a text that is new each time. */ input(mark: string): unknown } | null;
  /** Marks that the system has written, as often as it has. */
  written(): Promise<readonly string[]>;
  /** A read of at least three pages, with the names of its rows. */
  readonly paged?: { readonly operation: string; readonly input: unknown; ids(output: unknown): readonly string[]; readonly all: readonly string[] };
  readonly ownFaults: readonly OwnFault[];
  /** Ends every own fault. */
  heal(): Promise<void> | void;
  /** Changes what the system says of itself in a way that breaks callers, until `heal`. */
  changeContract?(): Promise<void> | void;
  /** Takes back what the system has given our credentials (a token, a session), until `heal` or a renewal. */
  expireAccess?(): Promise<void> | void;
  close(): Promise<void>;
}
