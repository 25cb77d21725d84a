import type { Language } from '@amanah/errors';
import type { Actor, Mount, Mounted, SlotMount } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { BuildManifest } from '../http/frame-assets.ts';
import type { ImportMap, PageParts } from './contract.ts';
import type { MicroFrontend } from './micro-frontends.ts';
import { localeText } from './plugin-locales.ts';
import type { PluginRecord } from './plugin-record.ts';

interface Sources {
  readonly plugins: readonly PluginRecord[];
  readonly microFrontends: readonly MicroFrontend[];
  readonly access: Access;
  readonly build: BuildManifest;
}

/** Qualified permission of a mount: `plugin:noun.verb`, or `null` when public. */
export function permissionOf(plugin: string, access: Mount['access'] | undefined): string | null {
  return typeof access === 'string' ? `${plugin}:${access}` : null;
}

/** Applications, extensions, links and permissions for one actor in one language. */
export function pagePartsFor({ plugins, microFrontends, access, build }: Sources, actor: Actor | null, language: Language): PageParts {
  const may = (permission: string | null) => permission === null || (permission === 'signed-in' ? actor !== null : access.decide(actor, permission).allowed);
  const readable = plugins.filter((plugin) => plugin.manifest);
  const mounted = (plugin: PluginRecord, mount: Mount & Pick<SlotMount, 'entry' | 'wake' | 'ownStyles'>): Mounted => ({
    id: `${plugin.id}/${mount.export}${mount.at}`,
    at: mount.at,
    module: mount.entry ? `plugin/${plugin.id}/${mount.export}` : `plugin/${plugin.id}`,
    export: mount.export,
    css: mount.ownStyles ? [] : (build.entries[`plugins/${plugin.id}`]?.css ?? []),
    title: localeText(plugin.locales, mount.title, language),
    ...(mount.wake ? { wake: mount.wake } : {}),
    ...(plugin.refusal ? { refused: true as const } : {}),
  });
  const thirdParty = microFrontends
    .filter((one) => !one.refused && may(one.definition.permission === 'public' ? null : one.definition.permission))
    .map((one) => thirdPartyMount(one, language));
  return {
    applications: [
      ...readable.flatMap((plugin) =>
        (plugin.manifest!.ui?.pages ?? []).filter((page) => may(permissionOf(plugin.id, page.access))).map((page) => mounted(plugin, page)),
      ),
      ...thirdParty.filter((mount) => mount.at.startsWith('/')),
    ],
    slots: [
      ...readable
        .filter((plugin) => !plugin.refusal)
        .flatMap((plugin) =>
          (plugin.manifest!.ui?.slots ?? [])
            .filter((slot) => slot.at !== 'embedded' && may(permissionOf(plugin.id, slot.access)))
            .map((slot) => mounted(plugin, slot)),
        ),
      ...thirdParty.filter((mount) => !mount.at.startsWith('/')),
    ],
    navigation: readable
      .flatMap((plugin) => (plugin.manifest!.navigation ?? []).map((link) => ({ plugin, link })))
      .filter(({ plugin, link }) => may(permissionOf(plugin.id, link.access)))
      .sort((a, b) => (a.link.order ?? 100) - (b.link.order ?? 100))
      .map(({ plugin, link }) => ({
        place: link.place,
        to: link.to,
        title: localeText(plugin.locales, link.title, language),
        ...(link.icon ? { icon: link.icon } : {}),
        plugin: plugin.id,
      })),
    permissions: actor ? readable.flatMap((plugin) => Object.keys(plugin.manifest!.permissions).map((name) => `${plugin.id}:${name}`)).filter(may) : [],
  };
}

function thirdPartyMount({ definition, reviewed }: MicroFrontend, language: Language): Mounted {
  const { id, at, title, origin, files } = definition;
  const styles = Object.entries(files).filter(([path]) => path.endsWith('.css'));
  return {
    id: `mfe/${id}`,
    at,
    module: `mfe/${id}`,
    export: 'default',
    css: [],
    styles: styles.map(([path, integrity]) => ({ href: origin + path, integrity })),
    title: title[language],
    ...(reviewed ? {} : { sandboxed: `/micro-frontends/${id}/sandbox` }),
  };
}

/** The build's import map with each reviewed third-party module and the hashes of all its files. */
export function importMapWith(build: BuildManifest, microFrontends: readonly MicroFrontend[]): ImportMap {
  const reviewed = microFrontends.filter((one) => one.reviewed && !one.refused).map((one) => one.definition);
  return {
    imports: { ...build.importMap.imports, ...Object.fromEntries(reviewed.map(({ id, origin, entry }) => [`mfe/${id}`, origin + entry])) },
    integrity: {
      ...build.importMap.integrity,
      ...Object.fromEntries(reviewed.flatMap(({ origin, files }) => Object.entries(files).map(([path, hash]) => [origin + path, hash]))),
    },
  };
}
