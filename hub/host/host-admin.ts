import { AmanahError } from '@amanah/errors';
import type { HostAdmin, PluginInfo, PluginPersonalData } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import { hubFigures } from './hub-figures.ts';
import type { MicroFrontends } from './micro-frontends.ts';
import { localeText } from './plugin-locales.ts';
import type { PluginRecord } from './plugin-record.ts';

/** What the operations pages do with plugins, jobs and micro-frontends. */
export function hostAdmin(of: {
  readonly plugins: readonly PluginRecord[];
  readonly microFrontends: MicroFrontends;
  readonly jobs: Jobs;
  readonly audit: Pick<Audit, 'record'>;
  readonly access: Access;
  readonly store: Pick<Store, 'hub'>;
  readonly health: HostAdmin['health'];
  readonly gatewayDomain: string;
}): HostAdmin {
  const { plugins, microFrontends, jobs, audit, access, store, health, gatewayDomain } = of;
  return {
    plugins: async () => plugins.map(infoOf),
    health,
    figures: () => hubFigures(store.hub, jobs),
    deadLetters: () => jobs.deadLetters(),
    async replayDeadLetter(id, by, requestId) {
      await jobs.replay(id);
      await audit.record({ action: 'host:dead-letter.replayed', actor: by, subject: `dead-letter/${id}`, requestId });
    },
    async discardDeadLetter(id, by, requestId) {
      const { owner, name } = await jobs.discard(id);
      await audit.record({ action: 'host:dead-letter.discarded', actor: by, subject: `dead-letter/${id}`, requestId, data: { owner, name } });
    },
    microFrontends: async () => microFrontends.info(),
    saveMicroFrontend: (definition, by, requestId) => microFrontends.save(definition, by, requestId),
    reviewMicroFrontend: (id, approve, by, requestId) => microFrontends.review(id, approve, by, requestId),
    removeMicroFrontend: (id, by, requestId) => microFrontends.remove(id, by, requestId),
    may: (actor, permission, unit) => access.decide(actor, permission, unit).allowed,
    units: () => access.units().map(({ id, name }) => ({ id, name })),
    permissions: () => plugins.flatMap(({ id, manifest }) => Object.keys(manifest?.permissions ?? {}).map((name) => `${id}:${name}`)).sort(),
    permissionsForSystems: () => plugins.filter(({ state }) => state === 'started').flatMap(openPermissionsOf),
    personalData: () => plugins.filter(({ state }) => state === 'started').flatMap(personalDataOf),
    gatewayDomain: () => gatewayDomain,
  };
}

function infoOf(plugin: PluginRecord): PluginInfo {
  const { id, state, refusal, manifest, routes, jobs, version, blocked } = plugin;
  return {
    id,
    title: titleOf(plugin, id),
    owner: manifest?.owner ?? '',
    state,
    refusal,
    routes: routes.length,
    pages: (manifest?.ui?.pages ?? []).map((page) => page.at),
    jobs,
    version,
    api: manifest?.api ?? null,
    blocked,
  };
}

function openPermissionsOf({ id, locales, manifest, routes }: PluginRecord): ReturnType<HostAdmin['permissionsForSystems']> {
  const open = new Set(routes.flatMap(({ access, openToSystems }) => (openToSystems && typeof access === 'string' ? [access] : [])));
  return [...open].sort().map((name) => {
    const title = manifest?.permissions[name]?.title ?? name;
    return { permission: `${id}:${name}`, title: { ar: localeText(locales, title, 'ar'), en: localeText(locales, title, 'en') } };
  });
}

function personalDataOf({ id, locales, personalData }: PluginRecord): readonly PluginPersonalData[] {
  const words = (key: string) => ({ ar: localeText(locales, key, 'ar'), en: localeText(locales, key, 'en') });
  return personalData.map((kind) => ({ ...kind, plugin: id, title: words(kind.title), purpose: words(kind.purpose), kept: words(kind.kept) }));
}

/** A plugin's title in both languages; its id when its texts cannot be read. */
export function titleOf(plugin: PluginRecord | undefined, id: string): PluginInfo['title'] {
  const manifest = plugin?.manifest;
  if (!manifest || Object.keys(plugin.locales).length === 0) return { ar: id, en: id };
  try {
    return { ar: localeText(plugin.locales, manifest.title, 'ar'), en: localeText(plugin.locales, manifest.title, 'en') };
  } catch (error) {
    if (error instanceof AmanahError) return { ar: id, en: id };
    throw error;
  }
}
