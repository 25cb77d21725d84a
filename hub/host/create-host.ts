import { AmanahError } from '@amanah/errors';
import type { AuditEntry, HostAdmin, HubServices, Log, PluginInfo } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { buildManifest } from '../http/frame-assets.ts';
import type { Identity } from '../identity/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { Host, MatchedPage } from './contract.ts';
import { healthOf, partsOf, type Part } from './host-health.ts';
import { discover, setUp, start, stop, validate } from './lifecycle.ts';
import { createMicroFrontends, type MicroFrontends } from './micro-frontends.ts';
import { importMapWith, pageDataFor, permissionOf } from './page-data.ts';
import { pathPattern } from './path-pattern.ts';
import type { HostParts } from './plugin-context.ts';
import { localeText } from './plugin-locales.ts';
import type { PluginRecord } from './plugin-record.ts';
import { watchEventLoop } from './watchdog.ts';

export interface HostSources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly identity: Pick<Identity, 'admin'>;
  readonly systems: Systems;
}

/** Longest time a plugin may hold the event loop before it is named in the log. */
const blockingLimitMs = 250;

/** Finds, checks and starts every plugin; one that fails is refused and the others go on. */
export async function createHost(sources: HostSources): Promise<Host> {
  const { config, log, store, jobs, access, audit, identity, systems } = sources;
  const microFrontends = await createMicroFrontends({ store, audit, log });
  const plugins = await discover(config.plugins.folder, config.plugins.disabled);
  const parts = [...hubParts(store, jobs)];
  const allParts = () => [...parts, ...plugins.flatMap(partsOf)];
  const admin = hostAdmin({ plugins, microFrontends, jobs, audit, health: () => healthOf(allParts()) });
  const hub: HubServices = { identity: identity.admin, systems: systems.admin, host: admin };
  const record = (id: string) => plugins.find((plugin) => plugin.id === id);
  const hostParts: HostParts = { log, store, jobs, audit, systems, hub, trusted: config.plugins.trusted, configDir: config.configDir, record };

  await validate(
    plugins,
    { hasUnit: (id) => access.unit(id) !== undefined, hasPlugin: (id) => record(id) !== undefined, hasSystem: (id) => systems.byId(id) !== undefined },
    log,
  );
  await setUp(plugins, hostParts, config.configDir);
  await start(plugins, log);
  const watchdog = watchEventLoop(blockingLimitMs, log);
  const patterns = pagePatterns(plugins);
  const started = () => plugins.filter((plugin) => plugin.state === 'started');

  return {
    admin,
    routes: () => started().flatMap((plugin) => plugin.routes.map((route) => ({ plugin: plugin.id, manifest: plugin.manifest!, route }))),
    isRefused: (id) => record(id)?.refusal != null,
    matchPage: (path) => bestMatch(path, patterns, plugins, microFrontends),
    async headOf(page, call) {
      const plugin = page.plugin ? record(page.plugin) : undefined;
      if (!plugin) return { title: microFrontends.all().find((one) => one.definition.at === page.at)?.definition.title[call.language] ?? page.at };
      const own = plugin.heads.get(page.at);
      if (own && !page.refused) return own(page.params, call);
      const mount = plugin.manifest!.ui!.pages.find((one) => one.at === page.at)!;
      return {
        title: localeText(plugin.locales, mount.title, call.language),
        ...(mount.lead ? { lead: localeText(plugin.locales, mount.lead, call.language) } : {}),
      };
    },
    pageData: (actor, language) => pageDataFor({ plugins, microFrontends: microFrontends.all(), access, build: buildManifest() }, actor, language),
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
      await microFrontends.close();
    },
  };
}

function hubParts(store: Store, jobs: Jobs): readonly Part[] {
  return [
    { part: 'database', critical: true, timeoutMs: 2_000, check: (signal) => store.ping(signal) },
    { part: 'jobs', critical: false, timeoutMs: 2_000, check: (signal) => jobs.ping(signal) },
  ];
}

function hostAdmin(of: {
  plugins: readonly PluginRecord[];
  microFrontends: MicroFrontends;
  jobs: Jobs;
  audit: { record(entry: AuditEntry): Promise<void> };
  health: HostAdmin['health'];
}): HostAdmin {
  const { plugins, microFrontends, jobs, audit, health } = of;
  return {
    plugins: async () => plugins.map(infoOf),
    health,
    deadLetters: () => jobs.deadLetters(),
    async replayDeadLetter(id, by, requestId) {
      await jobs.replay(id);
      await audit.record({ action: 'host:dead-letter.replayed', actor: by, subject: `dead-letter/${id}`, requestId });
    },
    microFrontends: async () => microFrontends.info(),
    saveMicroFrontend: (definition, by, requestId) => microFrontends.save(definition, by, requestId),
    reviewMicroFrontend: (id, approve, by, requestId) => microFrontends.review(id, approve, by, requestId),
    removeMicroFrontend: (id, by, requestId) => microFrontends.remove(id, by, requestId),
  };
}

function infoOf(plugin: PluginRecord): PluginInfo {
  const { id, state, refusal, manifest, routes, jobs } = plugin;
  return {
    id,
    title: titleOf(plugin, id),
    owner: manifest?.owner ?? '',
    state,
    refusal,
    routes: routes.length,
    pages: (manifest?.ui?.pages ?? []).map((page) => page.at),
    jobs,
  };
}

function titleOf(plugin: PluginRecord | undefined, id: string): PluginInfo['title'] {
  const manifest = plugin?.manifest;
  if (!manifest || Object.keys(plugin.locales).length === 0) return { ar: id, en: id };
  try {
    return { ar: localeText(plugin.locales, manifest.title, 'ar'), en: localeText(plugin.locales, manifest.title, 'en') };
  } catch (error) {
    if (error instanceof AmanahError) return { ar: id, en: id };
    throw error;
  }
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
    log.error({ plugin: plugin.id, err: error }, 'plugin failed to search');
    return [];
  }
}
