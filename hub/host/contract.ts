import type { Language } from '@amanah/errors';
import type { Actor, Call, HostAdmin, Mount, NavigationLink, PageData, PageHead, PartHealth, PluginManifest, SearchHit } from '@amanah/plugin-api';
import type { MicroFrontend } from './micro-frontends.ts';
import type { AnyProtocol, AnyRoute, AnySocket } from './plugin-record.ts';

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

/** What one person gets of all plugins and third parties, in one language. */
export interface PageParts extends Pick<PageData, 'applications' | 'slots'> {
  readonly navigation: readonly {
    readonly place: NavigationLink['place'];
    readonly to: string;
    readonly title: string;
    readonly icon?: string;
    readonly plugin: string;
  }[];
  /** `plugin:noun.verb` */
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

/** A protocol of a started plugin. */
export interface PluginProtocol {
  readonly plugin: string;
  readonly protocol: AnyProtocol;
}

/** A WebSocket of a started plugin. */
export interface PluginSocketPlace {
  readonly plugin: string;
  readonly socket: AnySocket;
}

/** The plugin host as hub/http sees it. */
export interface Host {
  readonly admin: HostAdmin;
  routes(): readonly PluginRoute[];
  protocols(): readonly PluginProtocol[];
  sockets(): readonly PluginSocketPlace[];
  /** Addresses outside `/api` of plugins that are refused: they are answered as what they are, not as missing. */
  refusedAddresses(): readonly { readonly plugin: string; readonly address: string }[];
  /** Whether a plugin of this id is there but refused. */
  isRefused(plugin: string): boolean;
  matchPage(path: string): MatchedPage | null;
  /** Title, lead and meta tags: the plugin's own, else the texts of its manifest. */
  headOf(page: MatchedPage, call: Call, query: URLSearchParams): Promise<PageHead>;
  /** HTML that plugins put at the end of every portal page. */
  pageEnd(path: string, call: Call, head: Pick<PageHead, 'updated'>): string;
  /** Path of a picture that a plugin draws of a public page; `null`: none does. */
  pagePicture(path: string, head: PageHead, language: Language): string | null;
  pageParts(actor: Actor | null, language: Language): PageParts;
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
