import type { Actor, AnyActor, Bilingual } from './actor.ts';
import type { PluginPersonalData } from './personal-data.ts';

/** One plugin and where it stands in its life. */
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

/** A plugin that held the event loop. */
export interface Blocking {
  readonly seenAt: string;
  readonly blockedMs: number;
  /** Function, file and line on the stack. */
  readonly at: string;
}

/** The last check of one part of the hub or a plugin; `critical` ones decide whether the hub is ready. */
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

/** A job or event that failed for good, kept for a person to decide. */
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

/** A third party's part of the portal. */
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

/** Plugins, background work and micro-frontends of third parties. Every change is recorded under `by`. */
export interface HostAdmin {
  plugins(): Promise<readonly PluginInfo[]>;
  health(): Promise<readonly PartHealth[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Puts a job into the queue again, or runs the handler of an event now. @throws STORE_DEAD_LETTER_UNKNOWN, or what the handler throws */
  replayDeadLetter(id: string, by: Actor, requestId: string): Promise<void>;
  /** @throws STORE_DEAD_LETTER_UNKNOWN */
  discardDeadLetter(id: string, by: Actor, requestId: string): Promise<void>;
  figures(): Promise<HubFigures>;
  /** Whether the actor holds a permission, on a unit when one is given. */
  may(actor: AnyActor | null, permission: string, unit?: string): boolean;
  units(): readonly { readonly id: string; readonly name: Bilingual }[];
  /** Every permission of every plugin, `plugin:noun.verb`. */
  permissions(): readonly string[];
  /** Those of routes that systems may call: what a client can be granted. */
  permissionsForSystems(): readonly { readonly permission: string; readonly title: Bilingual }[];
  /** Kinds of personal data that the running plugins keep. */
  personalData(): readonly PluginPersonalData[];
  /** Domain under which systems get their hosts. */
  gatewayDomain(): string;
  microFrontends(): Promise<readonly MicroFrontendInfo[]>;
  /** Registers one, or replaces the one of its id; changed files or places need a new review. @throws HOST_MICRO_FRONTEND_INVALID */
  saveMicroFrontend(definition: string | object, by: Actor | null, requestId: string): Promise<MicroFrontendInfo>;
  /** @throws HOST_MICRO_FRONTEND_UNKNOWN */
  reviewMicroFrontend(id: string, approve: boolean, by: Actor, requestId: string): Promise<void>;
  /** @throws HOST_MICRO_FRONTEND_UNKNOWN */
  removeMicroFrontend(id: string, by: Actor | null, requestId: string): Promise<void>;
}
