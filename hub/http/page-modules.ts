import type { ImportMap } from '../host/contract.ts';

/** Files and names of a plugin's modules: `/assets/plugin-<id>.<hash>.js`, `/assets/plugin-<id>-<part>.<hash>.js`, `plugin/<id>`, `plugin/<id>/<part>`. */
const ofPlugin = /^(?:\/assets\/plugin-|plugin\/)/;

/**
 * The import map of one page: what all share, and of plugins only those that the page may mount. Every page of another plugin is another document, and the
 * hashes of all of them would be the largest part of a small page.
 */
export function modulesOf({ imports, integrity }: ImportMap, plugins: ReadonlySet<string>): ImportMap {
  const mounted = [...plugins].flatMap((id) => [`/assets/plugin-${id}.`, `/assets/plugin-${id}-`, `plugin/${id}/`]);
  const isWanted = (key: string) => !ofPlugin.test(key) || mounted.some((start) => key.startsWith(start)) || plugins.has(key.replace(/^plugin\//, ''));
  const wanted = (entries: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(entries).filter(([key]) => isWanted(key)));
  return { imports: wanted(imports), integrity: wanted(integrity) };
}
