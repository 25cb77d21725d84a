import type {
  Blocking,
  Call,
  Locale,
  PageHead,
  PersonalDataKind,
  PluginInfo,
  PluginManifest,
  PluginServer,
  ProtocolDefinition,
  RouteDefinition,
  SearchHit,
  SocketDefinition,
} from '@amanah/plugin-api';
import type { PluginLocales } from './plugin-locales.ts';

export type AnyRoute = RouteDefinition<PluginManifest, unknown, unknown>;
export type AnyProtocol = ProtocolDefinition<PluginManifest>;
export type AnySocket = SocketDefinition<PluginManifest>;

export interface HealthCheck {
  readonly name: string;
  readonly critical: boolean;
  readonly timeoutMs: number;
  check(signal: AbortSignal): Promise<void>;
}

export type HeadOf = (params: Readonly<Record<string, string>>, call: Call, query: URLSearchParams) => Promise<PageHead>;

/** One plugin on its way through the lifecycle, with everything it registered. */
export interface PluginRecord {
  readonly id: string;
  readonly folder: URL;
  state: PluginInfo['state'];
  refusal: { readonly code: string; readonly detail: string } | null;
  manifest: PluginManifest | null;
  /** Version of its package; `null` when it ships with the hub. */
  version: string | null;
  /** When and where the watchdog last found it blocking the event loop. */
  blocked: Blocking | null;
  locales: PluginLocales;
  server: PluginServer<PluginManifest, unknown> | null;
  readonly routes: AnyRoute[];
  readonly protocols: AnyProtocol[];
  readonly sockets: AnySocket[];
  readonly jobs: string[];
  readonly checks: HealthCheck[];
  readonly heads: Map<string, HeadOf>;
  readonly pageEnds: ((path: string, call: Call, head: Pick<PageHead, 'updated'>) => string)[];
  readonly pagePictures: ((path: string, head: PageHead, language: Locale) => string | null)[];
  readonly searches: ((query: string, call: Call) => readonly SearchHit[])[];
  readonly sitemaps: (() => Promise<readonly { path: string; lastModified?: string }[]>)[];
  readonly personalData: PersonalDataKind[];
  readonly services: Map<string, unknown>;
}

/** A plugin's folder before anything of it was read. */
export function discoveredPlugin(id: string, folder: URL): PluginRecord {
  return {
    id,
    folder,
    state: 'discovered',
    refusal: null,
    manifest: null,
    version: null,
    blocked: null,
    locales: {},
    server: null,
    routes: [],
    protocols: [],
    sockets: [],
    jobs: [],
    checks: [],
    heads: new Map(),
    pageEnds: [],
    pagePictures: [],
    searches: [],
    sitemaps: [],
    personalData: [],
    services: new Map(),
  };
}
