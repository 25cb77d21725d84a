import { AmanahError } from '@amanah/errors';
import type { AuditEntry, Call, Db, HubServices, Log, PluginContext, PluginManifest, Queryable } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Secret } from '../config/secret.ts';
import type { FileStore } from '../files/contract.ts';
import type { Identity } from '../identity/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { MailRoom } from '../mail/contract.ts';
import type { Store } from '../store/contract.ts';
import { asCaller } from '../systems/calls/current-caller.ts';
import type { Systems } from '../systems/contract.ts';
import type { Ports, Serve } from '../systems/ports/contract.ts';
import { assertPermission } from './check-manifest.ts';
import { pluginAccess } from './plugin-access.ts';
import { pluginMail, pluginPeople } from './plugin-people.ts';
import { pluginSeals } from './plugin-seals.ts';
import { systemHandles } from './system-handle.ts';
import { localeText } from './plugin-locales.ts';
import type { AnyProtocol, AnyRoute, AnySocket, PluginRecord } from './plugin-record.ts';
import { addProtocol, addSocket, assertApart, assertLimit } from './protocol-registration.ts';
import { streamChannel, streamNotes } from './stream-note.ts';

/** What the host hands on to contexts. */
export interface HostParts {
  readonly log: Log;
  readonly store: Store;
  readonly files: Pick<FileStore, 'plugin'>;
  readonly jobs: Jobs;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly access: Access;
  readonly identity: Pick<Identity, 'peopleWithRole' | 'accountsWithPermission' | 'nationalIdOf' | 'contactOf' | 'accountsKnownAs'>;
  readonly mail: MailRoom;
  readonly systems: Systems;
  readonly hub: HubServices;
  readonly ports: Pick<Ports, 'declare' | 'serve' | 'client' | 'providerOf'>;
  readonly trusted: readonly string[];
  readonly configDir: URL;
  readonly publicUrl: URL;
  readonly sealKey: Secret;
  record(id: string): PluginRecord | undefined;
}

type Context = PluginContext<PluginManifest, unknown>;

/** The context of one plugin: everything it may touch, scoped to it. */
export function pluginContext(plugin: PluginRecord, manifest: PluginManifest, config: unknown, parts: HostParts): Context {
  const log = 'child' in parts.log ? (parts.log as Log & { child(fields: object): Log }).child({ plugin: plugin.id }) : parts.log;
  return {
    config,
    configDir: parts.configDir,
    publicUrl: parts.publicUrl,
    log,
    db: lazyDb(() => parts.store.plugin(plugin.id)),
    files: parts.files.plugin(plugin.id),
    events: eventsOf(plugin, manifest, parts),
    audit: { record: (entry) => parts.audit.record({ ...entry, action: `${plugin.id}:${entry.action}` }) },
    access: pluginAccess(parts.access, parts.identity),
    people: pluginPeople(manifest, parts.identity),
    mail: pluginMail(manifest, parts.mail),
    seals: pluginSeals(plugin.id, () => parts.sealKey),
    systems: systemHandles(plugin.id, manifest, parts.systems) as Context['systems'],
    ...registrations(plugin, manifest, parts),
    provide: (token, service) => {
      if (token.plugin !== plugin.id || !manifest.provides?.includes(token.name)) {
        throw new AmanahError('HOST_SERVICE_MISSING', { detail: `"${token.plugin}/${token.name}" is not in this manifest's provides` });
      }
      plugin.services.set(token.name, service);
    },
    use: <T>(token: { plugin: string; name: string; type?: T }) => serviceOf<T>(plugin, manifest, token, parts),
    port: (port, unit) => parts.ports.client(port, unit, plugin.id) as never,
    providerOf: (port, unit) => parts.ports.providerOf(port, unit),
    declarePort: (port) => parts.ports.declare(plugin.id, port),
    servePort: (port, serve) => parts.ports.serve(plugin.id, port, serve as Serve),
    notify: async (personIds, message) => {
      for (const note of streamNotes(personIds, message)) await parts.store.notify(streamChannel, note);
    },
    text: (key, language) => localeText(plugin.locales, key, language),
    get hub(): HubServices {
      if (!parts.trusted.includes(plugin.id)) throw new AmanahError('HOST_NOT_TRUSTED', { detail: `"${plugin.id}" is not in the configured trusted plugins` });
      return parts.hub;
    },
  };
}

function registrations(
  plugin: PluginRecord,
  manifest: PluginManifest,
  parts: HostParts,
): Pick<Context, 'route' | 'protocol' | 'socket' | 'job' | 'health' | 'page' | 'pageEnd' | 'pagePicture' | 'search' | 'sitemap' | 'personalData'> {
  return {
    route: (route) => {
      assertPermission(manifest, `route ${route.method} ${route.path}`, route.access);
      assertOpenRoute(route);
      assertUploadRoute(route);
      assertApart(plugin, route);
      assertLimit(`route ${route.method} ${route.path}`, route as unknown as AnyRoute);
      plugin.routes.push(route as unknown as AnyRoute);
    },
    protocol: (protocol) => addProtocol(plugin, manifest, protocol as AnyProtocol),
    socket: (socket) => addSocket(plugin, manifest, socket as AnySocket),
    job: (job) => {
      plugin.jobs.push(job.name);
      return parts.jobs.define(plugin.id, { ...job, run: (input, call) => asCaller(call, async () => job.run(job.input.parse(input), call)) });
    },
    health: (check) => void plugin.checks.push(check),
    page: (at, head) => {
      if (!manifest.ui?.pages.some((page) => page.at === at)) throw new AmanahError('HOST_MANIFEST_INVALID', { detail: `page "${at}" is not in the manifest` });
      plugin.heads.set(at, head);
    },
    pageEnd: (render) => void plugin.pageEnds.push(render),
    pagePicture: (make) => void plugin.pagePictures.push(make),
    search: (find) => void plugin.searches.push(find),
    sitemap: (list) => void plugin.sitemaps.push(list),
    personalData: (kind) => {
      for (const key of [kind.title, kind.purpose, kind.kept]) localeText(plugin.locales, key, 'ar');
      plugin.personalData.push(kind);
    },
  };
}

function eventsOf(plugin: PluginRecord, manifest: PluginManifest, { store, jobs }: HostParts): Context['events'] {
  return {
    emit: async (tx, event) => {
      if (!manifest.events?.includes(event.type)) throw new AmanahError('HOST_EVENT_UNDECLARED', { detail: event.type });
      await store.emit(tx, { type: `${plugin.id}.${event.type}`, source: `/plugins/${plugin.id}`, subject: event.subject, data: event.data });
    },
    on: (type, data, handle) =>
      jobs.subscribe(plugin.id, type, (event, call: Call) => asCaller(call, async () => handle({ ...event, data: data.parse(event.data) }, call))),
  };
}

function serviceOf<T>(plugin: PluginRecord, manifest: PluginManifest, token: { plugin: string; name: string }, parts: HostParts): T {
  if (!manifest.uses?.includes(token.plugin) && !manifest.mayUse?.includes(token.plugin))
    throw new AmanahError('HOST_SERVICE_MISSING', { detail: `"${plugin.id}" does not name "${token.plugin}" in uses or mayUse` });
  const provider = parts.record(token.plugin);
  if (!provider || provider.refusal || !provider.services.has(token.name)) {
    throw new AmanahError('HOST_SERVICE_MISSING', { detail: `"${token.plugin}" does not provide "${token.name}" now` });
  }
  return provider.services.get(token.name) as T;
}

/** Opens the plugin's pool at the first statement only: most plugins of a process are idle. */
function lazyDb(open: () => Promise<Db>): Db {
  let opened: Promise<Db> | undefined;
  const db = () => (opened ??= open());
  return {
    query: async <Row>(text: string, values?: readonly unknown[], name?: string) => (await db()).query<Row>(text, values, name),
    transaction: async <T>(work: (tx: Queryable) => Promise<T>) => (await db()).transaction(work),
  };
}

/** What needs a person's own sign-in, or needs nobody, cannot be open to systems. */
function assertOpenRoute(route: Pick<AnyRoute, 'method' | 'path' | 'access' | 'openToSystems' | 'stepUpSeconds' | 'freshSeconds'>): void {
  if (!route.openToSystems || (typeof route.access === 'string' && route.stepUpSeconds === undefined && route.freshSeconds === undefined)) return;
  throw new AmanahError('HOST_MANIFEST_INVALID', {
    detail: `route ${route.method} ${route.path} is open to systems: it needs a permission, and no fresh sign-in`,
  });
}

/** A file is the whole body, which only these methods have. */
function assertUploadRoute({ method, path, upload, form }: Pick<AnyRoute, 'method' | 'path' | 'upload' | 'form'>): void {
  if (!upload || ((method === 'post' || method === 'put') && !form)) return;
  throw new AmanahError('HOST_MANIFEST_INVALID', { detail: `route ${method} ${path} takes a file: it must be a POST or PUT without a form` });
}
