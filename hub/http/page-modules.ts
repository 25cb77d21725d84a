import type { ImportMap } from '../host/contract.ts';

/** Files and names of a plugin's modules: `/assets/plugin-<id>.<hash>.js`, `/assets/plugin-<id>-<part>.<hash>.js`, `plugin/<id>`, `plugin/<id>/<part>`. */
const ofPlugin = /^(?:\/assets\/plugin-|plugin\/)/;

/** What one page may mount. */
export interface PageModules {
  /** Plugin of the page itself: all of it. */
  readonly plugin: string | null;
  /** Modules of its extensions: `plugin/<id>/<part>` for one with an entry of its own, else the whole plugin. */
  readonly extensions: readonly string[];
  /** What such an entry needs (`BuildManifest`). */
  readonly reaches?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * The import map of one page: what all share, and of plugins only what the page may mount. Every page of another plugin is another document, or brings its
 * names along; the hashes of all of them would be the largest part of a small page.
 */
export function modulesOf({ imports, integrity }: ImportMap, { plugin, extensions, reaches = {} }: PageModules): ImportMap {
  const whole = new Set([...(plugin ? [plugin] : []), ...extensions.filter((module) => !reaches[module]).map(ownerOf)]);
  const starts = [...whole].flatMap((id) => [`/assets/plugin-${id}.`, `/assets/plugin-${id}-`, `plugin/${id}/`]);
  const parts = new Set([...[...whole].map((id) => `plugin/${id}`), ...extensions, ...extensions.flatMap((module) => reaches[module] ?? [])]);
  const isWanted = (key: string) => !ofPlugin.test(key) || parts.has(key) || starts.some((start) => key.startsWith(start));
  const wanted = (entries: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(entries).filter(([key]) => isWanted(key)));
  return { imports: wanted(imports), integrity: wanted(integrity) };
}

/** Plugin of an extension: `plugin/media/liveNow` → `media`. */
function ownerOf(module: string): string {
  return module.split('/')[1] ?? '';
}
