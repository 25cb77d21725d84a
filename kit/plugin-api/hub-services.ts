import type { DelegationAdmin, FactorAdmin, PersonalDataAdmin } from './account-services.ts';
import type { Actor, Bilingual, Capacity } from './actor.ts';

/** Services of the hub for its own admin plugins (account, operations, systems). Grouped by the room that serves them. */
export interface HubServices {
  readonly identity: IdentityAdmin;
  readonly systems: SystemsAdmin;
  readonly host: HostAdmin;
  readonly audit: AuditAdmin;
}

export interface SessionInfo {
  readonly id: string;
  readonly personId: string;
  readonly personName: Bilingual;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly device: string;
  readonly address: string;
  readonly method: string;
  /** Relying parties and systems that this session was carried into. */
  readonly reached: readonly { readonly kind: 'client' | 'system'; readonly id: string; readonly title: Bilingual }[];
}

/** Result of "sign out everywhere": what was closed, and what could not be reached. */
export interface SignOutReport {
  readonly sessions: number;
  readonly closed: readonly { readonly id: string; readonly title: Bilingual }[];
  readonly unreachable: readonly { readonly id: string; readonly title: Bilingual; readonly reason: string }[];
}

export interface IdentityAdmin extends FactorAdmin, DelegationAdmin, PersonalDataAdmin {
  profile(personId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Live sessions; `search` matches name, username or the end of the national number. */
  sessions(filter: { personId?: string; search?: string; currentSessionId?: string; limit?: number }): Promise<readonly SessionInfo[]>;
  revokeSession(sessionId: string, by: Actor, requestId: string): Promise<SignOutReport>;
  signOutEverywhere(personId: string, by: Actor, requestId: string): Promise<SignOutReport>;
  consents(
    personId: string,
  ): Promise<readonly { readonly clientId: string; readonly title: Bilingual; readonly scopes: readonly string[]; readonly grantedAt: string }[]>;
  withdrawConsent(personId: string, clientId: string, by: Actor, requestId: string): Promise<void>;
  capacities(personId: string): Promise<readonly { readonly id: string; readonly capacity: Capacity }[]>;
  clients(): Promise<readonly ClientInfo[]>;
  addClient(input: ClientInput, by: Actor | null, requestId: string): Promise<ClientInfo & { readonly clientSecret?: string }>;
  /** A new secret for a confidential client; the old one ends at once. @throws IDENTITY_CLIENT_UNKNOWN */
  rotateClientSecret(clientId: string, by: Actor, requestId: string): Promise<{ readonly clientSecret: string }>;
  removeClient(clientId: string, by: Actor | null, requestId: string): Promise<void>;
}

export interface ClientInput {
  readonly id: string;
  readonly title?: Bilingual;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  readonly backchannelLogoutUri?: string;
  readonly corsOrigins?: readonly string[];
  readonly auth?: 'basic' | 'post' | 'none';
  readonly pkce?: boolean;
  readonly signIn?: 'national' | 'staff';
  readonly scopes?: readonly string[];
  readonly subjectType?: 'public' | 'pairwise';
  /** Not one of the Amanah's own: the person is asked before it learns anything. */
  readonly consent?: boolean;
}

export interface ClientInfo extends ClientInput {
  readonly createdAt: string;
}

export type SystemState = 'unknown' | 'up' | 'slow' | 'down' | 'maintenance';

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
  /** Planned maintenance that holds now. */
  readonly maintenance: { readonly until: string; readonly note: Bilingual | null } | null;
}

/** One named step of trying a connection before it is saved. */
export interface ConnectionCheck {
  readonly id: 'definition' | 'host' | 'name' | 'answer' | 'speed' | 'certificate' | 'page' | 'signIn' | 'client';
  readonly state: 'passed' | 'warning' | 'failed' | 'skipped';
  readonly ms: number | null;
  /** What was found: a status, a date, a field's name, an error code. */
  readonly found: string | null;
}

export interface ConfigProblem {
  readonly file: string;
  readonly line: number | null;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

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
  /** Plans maintenance until an ISO moment, or ends it with `null`. @throws SYSTEMS_UNKNOWN, SYSTEMS_MAINTENANCE_INVALID */
  setMaintenance(id: string, until: string | null, note: Bilingual | null, by: Actor | null, requestId: string): Promise<void>;
  /** Problems of files that were refused; the running set stays as it was. */
  problems(): Promise<readonly ConfigProblem[]>;
}

export interface PluginInfo {
  readonly id: string;
  readonly title: Bilingual;
  readonly owner: string;
  readonly state: 'discovered' | 'validated' | 'migrated' | 'setup' | 'started' | 'draining' | 'stopped' | 'refused';
  readonly refusal: { readonly code: string; readonly detail: string } | null;
  readonly routes: number;
  readonly pages: readonly string[];
  readonly jobs: readonly string[];
  /** Version of its package; `null` when it ships with the hub. */
  readonly version: string | null;
  /** Range of the plugin API it was written for. */
  readonly api: string | null;
  /** The last time the watchdog of this process found it blocking the event loop. */
  readonly blocked: Blocking | null;
}

export interface Blocking {
  readonly seenAt: string;
  readonly blockedMs: number;
  /** Function, file and line on the stack. */
  readonly at: string;
}

export interface PartHealth {
  readonly part: string;
  readonly ok: boolean;
  readonly critical: boolean;
  readonly ms: number;
  readonly detail: string | null;
}

/** Figures of the hub's own parts for its operators. */
export interface HubFigures {
  readonly databaseBytes: number;
  readonly outbox: { readonly waiting: number; readonly oldestAt: string | null };
  readonly queue: { readonly waiting: number; readonly active: number; readonly delayed: number };
  readonly schedules: readonly { readonly plugin: string; readonly job: string; readonly pattern: string; readonly nextAt: string | null }[];
  readonly deadLetters: number;
  readonly liveSessions: number;
  readonly signingKeySince: string | null;
  /** When `amanah backup` last ended well. */
  readonly backupAt: string | null;
}

export interface AuditRecord {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly actorName: Bilingual | null;
  readonly requestId: string;
}

export interface AuditAdmin {
  /** Latest first; `before` is the number of the oldest record already seen. */
  latest(filter: { readonly search?: string; readonly before?: number; readonly limit: number }): Promise<readonly AuditRecord[]>;
  verify(): Promise<{ readonly records: number; readonly brokenAt: number | null; readonly reason: string | null }>;
}

export interface DeadLetter {
  readonly id: string;
  readonly kind: 'job' | 'event';
  readonly plugin: string;
  readonly job: string;
  readonly input: unknown;
  readonly error: string;
  readonly attempts: number;
  readonly failedAt: string;
}

export interface MicroFrontendInfo {
  readonly id: string;
  readonly title: Bilingual;
  readonly origin: string;
  readonly entry: string;
  readonly at: string;
  readonly permission: string;
  /** Path on the origin → integrity hash. */
  readonly files: Readonly<Record<string, string>>;
  readonly reviewed: boolean;
  readonly reviewedAt: string | null;
  readonly state: 'active' | 'awaiting-review' | 'refused';
}

export interface HostAdmin {
  plugins(): Promise<readonly PluginInfo[]>;
  health(): Promise<readonly PartHealth[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  replayDeadLetter(id: string, by: Actor, requestId: string): Promise<void>;
  discardDeadLetter(id: string, by: Actor, requestId: string): Promise<void>;
  figures(): Promise<HubFigures>;
  /** Whether the actor holds a permission, on a unit when one is given. */
  may(actor: Actor | null, permission: string, unit?: string): boolean;
  units(): readonly { readonly id: string; readonly name: Bilingual }[];
  /** Every permission of every plugin, `plugin:noun.verb`. */
  permissions(): readonly string[];
  /** Domain under which systems get their hosts. */
  gatewayDomain(): string;
  microFrontends(): Promise<readonly MicroFrontendInfo[]>;
  saveMicroFrontend(definition: string | object, by: Actor | null, requestId: string): Promise<MicroFrontendInfo>;
  reviewMicroFrontend(id: string, approve: boolean, by: Actor, requestId: string): Promise<void>;
  removeMicroFrontend(id: string, by: Actor | null, requestId: string): Promise<void>;
}
