import type { Actor, Bilingual } from './actor.ts';

export type SystemState = 'unknown' | 'up' | 'slow' | 'down' | 'maintenance';

/** A connected system as it runs, without its secrets. */
export interface SystemInfo {
  readonly id: string;
  readonly title: Bilingual;
  readonly description?: Bilingual;
  readonly owner: string;
  readonly adapter: string;
  readonly source: 'file' | 'operations';
  /** Path of its file, when it comes from one. */
  readonly file?: string;
  readonly access: string;
  readonly url: string | null;
  readonly bridge: string | null;
  readonly bar: boolean;
  readonly state: SystemState;
  /** Why it was not reached the last time. */
  readonly reason?: string | null;
  /** Since when the state holds, ISO. */
  readonly since: string | null;
  readonly lastUpAt: string | null;
  readonly medianMs: number | null;
  /** Half-hour buckets of the last day, oldest first: median milliseconds and worst state. */
  readonly history: readonly { readonly at: string; readonly medianMs: number | null; readonly state: SystemState }[];
  /** Quality tier of its adapter, computed by the shared suite; `null` for web applications. */
  readonly tier: 'below bronze' | 'bronze' | 'silver' | 'gold' | 'platinum' | null;
  /** Chosen operations; 0 for web applications. */
  readonly operations: number;
  /** Plugins whose manifest names it, and ports (`plugin/name`) that it serves. */
  readonly dependents: readonly string[];
  /** Its live contract broke what was accepted, and a person has not looked yet. */
  readonly needsReview: boolean;
  /** Maintenance that is planned for later, announced ahead. */
  readonly announced: { readonly from: string; readonly until: string; readonly note: Bilingual | null } | null;
  /** Planned maintenance that holds now. */
  readonly maintenance: { readonly until: string; readonly note: Bilingual | null } | null;
}

/** One named step of trying a connection before it is saved. */
export interface ConnectionCheck {
  readonly id:
    'definition' | 'host' | 'name' | 'answer' | 'speed' | 'certificate' | 'page' | 'signIn' | 'client' | 'secrets' | 'authorised' | 'contract' | 'operations';
  readonly state: 'passed' | 'warning' | 'failed' | 'skipped';
  readonly ms: number | null;
  /** What was found: a status, a date, a field's name, an error code. */
  readonly found: string | null;
}

/** One thing that is wrong in a definition, by its place. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number | null;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** What trying a definition found; `ok` when it may be saved and the system answers. */
export interface SystemTest {
  readonly ok: boolean;
  readonly problems: readonly ConfigProblem[];
  readonly checks: readonly ConnectionCheck[];
  readonly probe: { readonly reached: boolean; readonly status: number | null; readonly ms: number | null; readonly reason: string | null };
}

/** A right definition whose stand-in system does not run: hidden from everybody but operators. */
export interface WaitingSystemInfo {
  readonly id: string;
  readonly title: Bilingual;
  readonly from: string;
  readonly waitsFor: string;
}

/** The set of connected systems. Every change is recorded under `by` and takes hold on all replicas. */
export interface SystemsAdmin {
  list(): Promise<readonly SystemInfo[]>;
  /** Systems this actor may enter. */
  listFor(actor: Actor): Promise<readonly SystemInfo[]>;
  waiting(): Promise<readonly WaitingSystemInfo[]>;
  /** Checks a definition (YAML text or object) and tries the upstream, without saving; `file` is named in problems. */
  test(definition: string | object, file?: string): Promise<SystemTest>;
  /** Tries a system that runs. @throws SYSTEMS_UNKNOWN */
  testRunning(id: string): Promise<SystemTest>;
  /** The running definition as it was written, so that it can be edited and saved again. */
  definition(id: string): Promise<Readonly<Record<string, unknown>> | null>;
  /** Adds or replaces a row. @throws SYSTEMS_DEFINITION_INVALID, SYSTEMS_NAME_TAKEN (by a file, another row or the portal) */
  save(definition: string | object, by: Actor | null, requestId: string, file?: string): Promise<SystemInfo>;
  /** Removes a row and everything kept under its id, also people's sealed passwords. @throws SYSTEMS_UNKNOWN, SYSTEMS_FROM_FILE */
  remove(id: string, by: Actor | null, requestId: string): Promise<void>;
  /**
   * Plans maintenance until an ISO moment (from `from`, or from now), or ends it with `null`. What is planned for later is announced on cards and pages.
   * @throws SYSTEMS_UNKNOWN, SYSTEMS_MAINTENANCE_INVALID
   */
  setMaintenance(id: string, until: string | null, note: Bilingual | null, by: Actor | null, requestId: string, from?: string): Promise<void>;
  /** Problems of files that were refused; the running set stays as it was. */
  problems(): Promise<readonly ConfigProblem[]>;
}
