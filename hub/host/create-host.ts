import type { HubServices, Log } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { FileStore } from '../files/contract.ts';
import { buildManifest } from '../http/frame-assets.ts';
import type { Identity } from '../identity/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { MailRoom } from '../mail/contract.ts';
import type { Store } from '../store/contract.ts';
import { asCaller } from '../systems/calls/current-caller.ts';
import { systemEvents } from '../systems/system-events.ts';
import type { Systems } from '../systems/contract.ts';
import type { Ports } from '../systems/ports/contract.ts';
import type { Webhooks } from '../webhooks/contract.ts';
import type { Host, MatchedPage } from './contract.ts';
import { hostAdmin, titleOf } from './host-admin.ts';
import { healthOf, partsOf } from './host-health.ts';
import { hubParts } from './hub-parts.ts';
import { discover, setUp, start, stop, validate } from './lifecycle.ts';
import { createMicroFrontends, type MicroFrontends } from './micro-frontends.ts';
import { importMapWith, pagePartsFor, permissionOf } from './page-parts.ts';
import { pathPattern } from './path-pattern.ts';
import type { HostParts } from './plugin-context.ts';
import { localeText } from './plugin-locales.ts';
import type { PluginRecord } from './plugin-record.ts';
import { systemIdOf } from './system-handle.ts';
import { watchEventLoop } from './watchdog.ts';

export interface HostSources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly files: Pick<FileStore, 'plugin' | 'check' | 'checkScanner'>;
  readonly jobs: Jobs;
  readonly access: Access;
  readonly audit: Pick<Audit, 'record' | 'latest' | 'verify'>;
  readonly identity: Pick<Identity, 'admin' | 'peopleWithRole' | 'accountsWithPermission' | 'nationalIdOf' | 'contactOf' | 'accountsKnownAs'>;
  readonly mail: MailRoom;
  readonly systems: Systems;
  readonly webhooks: Pick<Webhooks, 'admin'>;
  readonly ports: Ports;
}

/** Longest time a plugin may hold the event loop before it is named in the log. */
const blockingLimitMs = 250;

/** Finds, checks and starts every plugin; one that fails is refused and the others go on. */
export async function createHost(sources: HostSources): Promise<Host> {
  const { config, log, store, files, jobs, access, audit, identity, mail, systems, webhooks, ports } = sources;
  const microFrontends = await createMicroFrontends({ store, audit, log });
  const plugins = await discover(config.plugins.folder, config.plugins.disabled);
  const own = await hubParts(store, jobs, files);
  const allParts = () => [...own.parts, ...plugins.flatMap(partsOf)];
  const admin = hostAdmin({ plugins, microFrontends, jobs, audit, access, store, health: () => healthOf(allParts()), gatewayDomain: config.gatewayDomain });
  const hub: HubServices = {
    identity: identity.admin,
    systems: systems.admin,
    connect: systems.connect,
    exchanges: systems.exchanges,
    webhooks: {
      ...webhooks.admin,
      types: () => [...systemEvents, ...plugins.flatMap(({ id, manifest }) => (manifest?.events ?? []).map((type) => `${id}.${type}`))],
    },
    ports: ports.admin,
    host: admin,
    audit: { latest: (filter) => audit.latest(filter), verify: () => audit.verify() },
  };
  const record = (id: string) => plugins.find((plugin) => plugin.id === id);
  systems.dependsOn((id) => [...plugins.filter((plugin) => usesSystem(plugin, id)).map((plugin) => plugin.id), ...ports.servedBy(id)]);
  const hostParts: HostParts = {
    log,
    store,
    files,
    jobs,
    audit,
    access,
    identity,
    mail,
    systems,
    hub,
    ports,
    trusted: config.plugins.trusted,
    configDir: config.configDir,
    publicUrl: config.publicUrl,
    sealKey: config.sealKey,
    record,
  };

  await validate(plugins, { hasUnit: (id) => access.unit(id) !== undefined, hasPlugin: (id) => record(id) !== undefined, hasSystem: systems.isKnown }, log);
  await setUp(plugins, hostParts, config);
  await start(plugins, log);
  const watchdog = watchEventLoop(blockingLimitMs, log, ({ plugin, at, blockedMs }) => {
    const blocking = plugin ? record(plugin) : undefined;
    if (blocking) blocking.blocked = { seenAt: new Date().toISOString(), blockedMs: Math.round(blockedMs), at };
  });
  const patterns = pagePatterns(plugins);
  const started = () => plugins.filter((plugin) => plugin.state === 'started');

  return {
    admin,
    routes: () => started().flatMap((plugin) => plugin.routes.map((route) => ({ plugin: plugin.id, manifest: plugin.manifest!, route }))),
    protocols: () => started().flatMap((plugin) => plugin.protocols.map((protocol) => ({ plugin: plugin.id, protocol }))),
    sockets: () => started().flatMap((plugin) => plugin.sockets.map((socket) => ({ plugin: plugin.id, socket }))),
    refusedAddresses: () =>
      plugins.filter(({ refusal }) => refusal).flatMap(({ id, manifest }) => (manifest?.addresses ?? []).map((address) => ({ plugin: id, address }))),
    isRefused: (id) => record(id)?.refusal != null,
    matchPage: (path) => bestMatch(path, patterns, plugins, microFrontends),
    async headOf(page, call, query) {
      const plugin = page.plugin ? record(page.plugin) : undefined;
      if (!plugin) return { title: microFrontends.all().find((one) => one.definition.at === page.at)?.definition.title[call.language] ?? page.at };
      const own = plugin.heads.get(page.at);
      if (own && !page.refused) return asCaller(call, () => own(page.params, call, query));
      const mount = plugin.manifest!.ui!.pages.find((one) => one.at === page.at)!;
      return {
        title: localeText(plugin.locales, mount.title, call.language),
        ...(mount.lead ? { lead: localeText(plugin.locales, mount.lead, call.language) } : {}),
      };
    },
    pageParts: (actor, language) => pagePartsFor({ plugins, microFrontends: microFrontends.all(), access, build: buildManifest() }, actor, language),
    importMap: () => importMapWith(buildManifest(), microFrontends.all()),
    thirdPartySources() {
      const reviewed = microFrontends
        .all()
        .filter((one) => one.reviewed && !one.refused)
        .map((one) => one.definition);
      return {
        scripts: reviewed.flatMap(({ origin, files }) => Object.keys(files).map((path) => origin + path)),
        connect: reviewed.map(({ origin }) => origin),
      };
    },
    microFrontend: (id) => microFrontends.all().find((one) => one.definition.id === id),
    pageEnd: (path, call, head) =>
      started()
        .flatMap((plugin) => plugin.pageEnds.flatMap((render) => answered(plugin, log, () => [render(path, call, head)])))
        .join(''),
    pagePicture(path, head, language) {
      for (const plugin of started()) {
        const [picture] = plugin.pagePictures.flatMap((make) => answered(plugin, log, () => [make(path, head, language)].filter((one) => one !== null)));
        if (picture !== undefined) return picture;
      }
      return null;
    },
    search: (query, call) =>
      started()
        .flatMap((plugin) => plugin.searches.flatMap((find) => answered(plugin, log, () => find(query, call))))
        .sort((a, b) => b.score - a.score),
    async sitemap() {
      const lists = await Promise.all(started().flatMap((plugin) => plugin.sitemaps.map((list) => list().catch(() => []))));
      return lists.flat();
    },
    health: () => healthOf(allParts()),
    pluginTitle: (id, language) => titleOf(record(id), id)[language],
    async close() {
      await watchdog.close();
      await stop(plugins, log);
      await own.close();
      await microFrontends.close();
    },
  };
}

function usesSystem({ manifest }: PluginRecord, id: string): boolean {
  return Object.keys(manifest?.systems ?? {}).some((name) => systemIdOf(name) === id);
}

function pagePatterns(plugins: readonly PluginRecord[]) {
  return plugins
    .flatMap((plugin) => (plugin.manifest?.ui?.pages ?? []).map((page) => ({ plugin, page, pattern: pathPattern(page.at) })))
    .sort((a, b) => b.pattern.weight - a.pattern.weight);
}

function bestMatch(
  path: string,
  patterns: ReturnType<typeof pagePatterns>,
  plugins: readonly PluginRecord[],
  microFrontends: MicroFrontends,
): MatchedPage | null {
  for (const { plugin, page, pattern } of patterns) {
    const params = pattern.match(path);
    if (params) return { plugin: plugin.id, at: page.at, params, permission: permissionOf(plugin.id, page.access), refused: plugin.refusal !== null };
  }
  for (const { definition, refused } of microFrontends.all()) {
    const params = refused || !definition.at.startsWith('/') ? null : pathPattern(definition.at).match(path);
    if (params)
      return { plugin: null, at: definition.at, params, permission: definition.permission === 'public' ? null : definition.permission, refused: false };
  }
  // A plugin whose manifest could not be read still answers for the path of its own name.
  const lost = plugins.find((plugin) => plugin.refusal && !plugin.manifest && (path === `/${plugin.id}` || path.startsWith(`/${plugin.id}/`)));
  return lost ? { plugin: lost.id, at: path, params: {}, permission: null, refused: true } : null;
}

function answered<T>(plugin: PluginRecord, log: Log, ask: () => readonly T[]): readonly T[] {
  try {
    return ask();
  } catch (error) {
    log.error({ plugin: plugin.id, err: error }, 'plugin failed to answer from memory');
    return [];
  }
}
