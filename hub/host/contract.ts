import type { Language } from '@amanah/errors';
import type { Actor, Call, HostAdmin, Mount, NavigationLink, PageHead, PartHealth, PluginManifest, SearchHit } from '@amanah/plugin-api';
import type { MicroFrontend } from './micro-frontends.ts';
import type { AnyRoute } from './plugin-record.ts';

/** A portal page that a plugin or a third party's micro-frontend answers for. */
export interface MatchedPage {
  /** Plugin id; `null` for a third party's page. */
  readonly plugin: string | null;
  readonly at: string;
  readonly params: Readonly<Record<string, string>>;
  /** Qualified permission (`plugin:noun.verb`), `signed-in`, or `null` when public. */
  readonly permission: string | null;
  /** The plugin is refused: its pages show a named card. */
  readonly refused: boolean;
}

/** One thing the shell mounts: at a path (application) or in a slot. */
export interface Mounted {
  readonly id: string;
  readonly at: string;
  readonly module: string;
  readonly export: string;
  readonly css: readonly string[];
  /** Style sheets of a third party: the shell fetches them by their hashes and keeps them inside its part of the page. */
  readonly styles?: readonly { readonly href: string; readonly integrity: string }[];
  readonly title: string;
  readonly refused?: true;
  /** Shown in a sandboxed frame at this address instead of being run in the page. */
  readonly sandboxed?: string;
}

/** What the shell is told with every page. */
export interface PageData {
  readonly applications: readonly Mounted[];
  readonly slots: readonly Mounted[];
  readonly navigation: readonly {
    readonly place: NavigationLink['place'];
    readonly to: string;
    readonly title: string;
    readonly icon?: string;
    readonly plugin: string;
  }[];
  readonly permissions: readonly string[];
}

export interface ImportMap {
  readonly imports: Readonly<Record<string, string>>;
  readonly integrity: Readonly<Record<string, string>>;
}

/** A route of a started plugin. */
export interface PluginRoute {
  readonly plugin: string;
  readonly manifest: PluginManifest;
  readonly route: AnyRoute;
}

/** The plugin host as hub/http sees it. */
export interface Host {
  readonly admin: HostAdmin;
  routes(): readonly PluginRoute[];
  /** Whether a plugin of this id is there but refused. */
  isRefused(plugin: string): boolean;
  matchPage(path: string): MatchedPage | null;
  /** Title, lead and meta tags: the plugin's own, else the texts of its manifest. */
  headOf(page: MatchedPage, call: Call, query: URLSearchParams): Promise<PageHead>;
  /** HTML that plugins put at the end of every portal page. */
  pageEnd(path: string, call: Call): string;
  pageData(actor: Actor | null, language: Language): PageData;
  importMap(): ImportMap;
  /** Scripts, origins and frames of third parties, for the content security policy. */
  thirdPartySources(): { readonly scripts: readonly string[]; readonly connect: readonly string[] };
  microFrontend(id: string): MicroFrontend | undefined;
  search(query: string, call: Call): readonly SearchHit[];
  sitemap(): Promise<readonly { path: string; lastModified?: string }[]>;
  health(): Promise<readonly PartHealth[]>;
  pluginTitle(plugin: string, language: Language): string;
  /** Drains: `stop` of every plugin within its time. */
  close(): Promise<void>;
}

export type { Mount };
