import type { ZodType } from 'zod';
import type { Access, CallLimit } from './access.ts';
import type { AnyActor, Bilingual, Call } from './actor.ts';
import type { FileOutput, Files } from './files.ts';
import type { HubServices } from './hub-services.ts';
import type { PluginMail } from './mail-services.ts';
import type { Locale, PluginManifest } from './manifest.ts';
import type { PersonalDataKind } from './personal-data.ts';
import type { PluginAccess } from './plugin-access.ts';
import type { PluginPeople } from './plugin-people.ts';
import type { Port, PortClient, PortOperation, ServedPort } from './port.ts';
import type { PortProvider } from './port-services.ts';
import type { Seals } from './seals.ts';
import type { ProtocolDefinition, SocketDefinition } from './protocol.ts';
import type { ConnectedSystem } from './system-operations.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface PluginServer<M extends PluginManifest, C> {
  readonly manifest: M;
  /** Parsed before `setup`; secrets arrive as `Secret`, which prints `***`. */
  readonly config?: ZodType<C>;
  /** Folder of `NNNN-name.sql`, forward-only; the ledger is in the plugin's own schema. */
  readonly migrations?: URL;
  /** Registers everything; must be synchronous. */
  setup(ctx: PluginContext<M, C>): undefined;
  /** After migrations, before traffic. */
  start?(signal: AbortSignal): Promise<void>;
  /** `signal` aborts at the drain deadline. */
  stop?(signal: AbortSignal): Promise<void>;
}

export interface Queryable {
  /** Runs one statement; give a `name` only to key lookups and upserts (a named `@>` + LIMIT flips to a slow plan). */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
}

export interface Db extends Queryable {
  /** One transaction on the plugin's own schema; events emitted with `tx` commit with it. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** An event as handlers get it (CloudEvents attributes by their names). */
export interface PluginEvent<D = unknown> {
  readonly id: string;
  /** `<plugin>.<noun>.<pastVerb>` */
  readonly type: string;
  readonly source: string;
  /** Ordered per subject. */
  readonly subject: string;
  readonly time: string;
  readonly data: D;
}

export interface Events<M extends PluginManifest> {
  /** Writes an event to the outbox in the same transaction as the change. */
  emit(tx: Queryable, event: { type: NonNullable<M['events']>[number]; subject: string; data: unknown }): Promise<void>;
  /** Delivered at least once, in order per subject; the handler is idempotent by `event.id`. */
  on<D>(type: string, data: ZodType<D>, handle: (event: PluginEvent<D>, call: Call) => Promise<void>): void;
}

export interface RouteDefinition<M extends PluginManifest, I, O> {
  readonly method: Method;
  /** Under `/api/<plugin>`; OpenAPI style parameters: `/ratings/{code}`. */
  readonly path: `/${string}`;
  readonly access: Access<M>;
  /** Path parameters, query and JSON body merged into one object; unknown keys are refused. */
  readonly input: ZodType<I>;
  /** Schema of the answer; `fileOutput(…)` when it is a file (`FileAnswer`). */
  readonly output: ZodType<O> | FileOutput<O>;
  readonly summary: string;
  /** A risky act: needs a two-factor sign-in not older than this many seconds. */
  readonly stepUpSeconds?: number;
  /** A risky act on one's own account: needs a sign-in or step-up not older than this many seconds, as strong as the account has it. */
  readonly freshSeconds?: number;
  /**
   * Systems call it too, with a token of their own client, when an operator granted the client the route's permission; the handler finds
   * `call.system` instead of `call.actor`. Not for routes about the caller's own person, nor for acts that need a fresh sign-in.
   */
  readonly openToSystems?: true;
  /** Also takes a plain HTML form (a public POST route only): without scripts the sender gets a page that says it was received. */
  readonly form?: true;
  /** Page of the portal to which a browser is led that opens the form's address, with the same places as `path`: for addresses that stand in mails. */
  readonly formPage?: `/${string}`;
  /** Longest JSON body in bytes, for a route that takes documents; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /**
   * Takes one file of at most so many bytes as its body, streamed, in place of JSON (POST or PUT): the handler finds it in `call.upload`.
   * Media type in `Content-Type`, name percent-encoded in `X-File-Name`; the input comes from path and query.
   */
  readonly upload?: { readonly maxBytes: number };
  /** HTTP cache lifetime in seconds for public GET routes. */
  readonly cacheSeconds?: number;
  /** For public routes. */
  readonly limit?: CallLimit;
  handle(input: I, call: Call): Promise<O>;
}

export interface JobDefinition<I> {
  readonly name: string;
  readonly input: ZodType<I>;
  /** Idempotency key: the same key is queued once. */
  key(input: I): string;
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Cron pattern in Asia/Riyadh, for scheduled jobs whose input is `{}`. */
  readonly cron?: string;
  run(input: I, call: Call): Promise<void>;
}

/** What the hub renders around a page before any script runs: title, lead, meta tags, structured data. */
export interface PageHead {
  readonly title: string;
  readonly lead?: string;
  readonly description?: string;
  readonly status?: 200 | 404 | 410;
  readonly canonicalPath?: string;
  /**
   * Beside what the hub says of every page (title, description, url, type, locale, site, picture) or instead of it: names without `og:`, such as `type`,
   * `image`, `video:url`; `article:…` and `twitter:…` stay as they are. Addresses may be paths of this portal.
   */
  readonly openGraph?: Readonly<Record<string, string>>;
  /** schema.org objects, written as `application/ld+json`. */
  readonly jsonLd?: readonly object[];
  readonly breadcrumb?: readonly { readonly title: string; readonly to: string }[];
  /**
   * The page itself as HTML made by the plugin's server with an escaping template: shown instead of a micro-frontend, readable without scripts.
   * `wide`: across the whole window, with its own `h1`. `mounted`: the micro-frontend takes its place once it has loaded.
   */
  readonly body?: { readonly html: string; readonly wide?: boolean; readonly mounted?: boolean };
  /** The same content in another form (feeds, oEmbed, ActivityPub): media type and path on this portal. */
  readonly alternates?: readonly { readonly type: string; readonly path: string; readonly title?: string }[];
  /** Origins (`https://…`, nothing else) whose frames this one page may show. */
  readonly frameSources?: readonly string[];
  /**
   * A public page for frames of other sites: only `body` and its styles, without shell, header, footer and session (`call.actor` is `null`). Scripts are
   * named in the body (`<script type="module" src="/…">`). Any site may show it.
   */
  readonly embed?: true;
  /** Day on which what the page says last changed (ISO), where it is known; told to whatever stands at the page's end. */
  readonly updated?: string;
  /** `legacy` hides nothing; `staff` uses the dense staff frame. */
  readonly frame?: 'public' | 'staff';
}

/** One hit for the header's search. */
export interface SearchHit {
  readonly title: Bilingual;
  readonly to: string;
  readonly kind: 'service' | 'page' | 'system';
  readonly caption?: Bilingual;
  readonly score: number;
}

export interface PluginContext<M extends PluginManifest, C = undefined> {
  readonly config: C;
  /** `config/` of this Amanah: content that a plugin reads and checks itself. */
  readonly configDir: URL;
  /** Where this portal is reached from outside: for links on paper and in messages. */
  readonly publicUrl: URL;
  readonly log: Log;
  readonly db: Db;
  readonly files: Files;
  readonly events: Events<M>;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  /** Units, roles and permissions, for decisions within a route. */
  readonly access: PluginAccess;
  /** Persons, as far as the manifest's `personal` says. */
  readonly people: PluginPeople;
  readonly mail: PluginMail;
  readonly seals: Seals;
  /** Connected systems named in the manifest, by local name; each operation that its definition chose is a function. */
  readonly systems: { readonly [K in keyof NonNullable<M['systems']> & string]: ConnectedSystem<K> };
  route<I, O>(route: RouteDefinition<M, I, O>): void;
  /** Answers addresses whose form an outside protocol prescribes. */
  protocol(protocol: ProtocolDefinition<M>): void;
  /** Opens WebSockets to pages of the portal. */
  socket(socket: SocketDefinition<M>): void;
  job<I>(job: JobDefinition<I>): { enqueue(input: I, tx?: Queryable): Promise<void> };
  health(check: { name: string; critical: boolean; timeoutMs: number; check(signal: AbortSignal): Promise<void> }): void;
  /** Title, lead and meta tags of a page of this plugin, by its path in the manifest. */
  page(at: string, head: (params: Readonly<Record<string, string>>, call: Call, query: URLSearchParams) => Promise<PageHead>): void;
  /** HTML at the end of every public page of the portal, above the footer; must answer from memory, with an escaping template. */
  pageEnd(render: (path: string, call: Call, head: Pick<PageHead, 'updated'>) => string): void;
  /**
   * Path of a picture (1200 × 630) of a public page for where its address is shared, or `null`; must answer from memory. The first plugin that has one is
   * taken, unless the page's own `openGraph` names an image.
   */
  pagePicture(make: (path: string, head: PageHead, language: Locale) => string | null): void;
  /** Offers hits to the header's search; must answer from memory. */
  search(find: (query: string, call: Call) => readonly SearchHit[]): void;
  /** Adds addresses to /sitemap.xml. */
  sitemap(list: () => Promise<readonly { path: string; lastModified?: string }[]>): void;
  /** Declares a kind of personal data that this plugin keeps: the person sees, copies and erases it on the page of their data rights. */
  personalData(kind: PersonalDataKind): void;
  /** Offers the service behind a token of this plugin's `contract.ts`. */
  provide<T>(token: ServiceToken<T>, service: T): void;
  /** Whoever serves a port for a unit: our own plugin or a connected system, as the configuration says now. @throws SYSTEMS_PORT_UNSERVED at the call */
  port<T extends Readonly<Record<string, PortOperation>>>(port: Port<T>, unit: string): PortClient<T>;
  /** Who serves a port for a unit as the configuration says now; `null`: nobody. */
  providerOf(port: Port<Readonly<Record<string, PortOperation>>>, unit: string): PortProvider | null;
  /** Says that this plugin needs a port of its own, so that operators see it and say who serves it. */
  declarePort<T extends Readonly<Record<string, PortOperation>>>(port: Port<T>): void;
  /** Offers this plugin as a provider of a port. */
  servePort<T extends Readonly<Record<string, PortOperation>>>(port: Port<T>, serve: (unit: string) => ServedPort<T>): void;
  /** The service behind a token of a plugin named in `uses`. */
  use<T>(token: ServiceToken<T>): T;
  /** Pushes a message to open pages of these persons (event stream). */
  notify(personIds: readonly string[], message: { type: string; data: unknown }): Promise<void>;
  /** Text of one of this plugin's locale keys. */
  text(key: string, language: Locale): string;
  /** Facts and operations of the hub itself; only plugins listed in config `trustedPlugins` (account, operations, systems) get it. */
  readonly hub: HubServices;
}

export interface AuditEntry {
  readonly action: string;
  readonly actor: AnyActor | null;
  readonly subject: string;
  readonly requestId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A typed name of a service that one plugin provides to others. */
export interface ServiceToken<T> {
  readonly plugin: string;
  readonly name: string;
  /** Carries the type only. */
  readonly type?: T;
}
