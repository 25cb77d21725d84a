import { existsSync, readdirSync, statSync } from 'node:fs';
import type { ZodType } from 'zod';
import { protocolName } from './definition.ts';
import { outsideConfig } from './processes/outside-config.ts';

/** Adapters of this installation, a folder each. */
export const adaptersFolder = new URL('../../adapters/', import.meta.url);

/** Adapters whose code is our own and reviewed: they share processes, and the hub reads their configuration schema itself. */
export const ownAdapters: readonly string[] = ['openapi', 'soap', 'sql', 'files'];

/** Schema of the `connection` part of a definition, by protocol; only those whose adapter is installed. */
export type AdapterConfigs = ReadonlyMap<string, ZodType>;

/** An adapter that is there and cannot be used. */
export interface RefusedAdapter {
  readonly protocol: string;
  readonly detail: string;
}

export interface InstalledAdapters {
  readonly configs: AdapterConfigs;
  readonly refused: readonly RefusedAdapter[];
}

interface AdapterFolder {
  readonly protocol: string;
  readonly adapter: URL;
  readonly config: URL;
}

/** The folders that hold an adapter whose systems are called: ours in their order, then the others by name. */
function adapterFolders(folder: URL): readonly AdapterFolder[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => protocolName.test(name) && name !== 'webapp') : [];
  const others = names.filter((name) => !ownAdapters.includes(name)).sort();
  return [...ownAdapters.filter((name) => names.includes(name)), ...others].flatMap((protocol) => {
    const inside = (name: string) => ['ts', 'js'].map((ending) => new URL(`${protocol}/src/${name}.${ending}`, folder)).find((url) => existsSync(url));
    const [adapter, config] = [inside('adapter'), inside('config')];
    return adapter && config ? [{ protocol, adapter, config }] : [];
  });
}

/** Differs when an adapter was added, removed or changed. */
export function adaptersMark(folder: URL = adaptersFolder): string {
  return adapterFolders(folder)
    .map(({ protocol, adapter, config }) => `${protocol} ${statSync(adapter).mtimeMs} ${statSync(config).mtimeMs}`)
    .join('\n');
}

/**
 * The installed adapters with their configuration schemas. The schema of an adapter that is not `trusted` is asked of a process of its own: none of its
 * code runs in the hub. One that cannot be loaded is refused by name, and the others are there.
 * @throws Error when one of our own cannot be loaded
 */
export async function installedAdapters(folder: URL = adaptersFolder, trusted: readonly string[] = ownAdapters): Promise<InstalledAdapters> {
  const refused: RefusedAdapter[] = [];
  const read = async ({ protocol, adapter, config }: AdapterFolder): Promise<readonly (readonly [string, ZodType])[]> => {
    if (trusted.includes(protocol)) return [[protocol, ((await import(config.href)) as { config: ZodType }).config]];
    try {
      return [[protocol, await outsideConfig({ protocol, module: adapter, mark: `${statSync(adapter).mtimeMs} ${statSync(config).mtimeMs}` })]];
    } catch (error) {
      refused.push({ protocol, detail: (error as Error).message });
      return [];
    }
  };
  const configs = await Promise.all(adapterFolders(folder).map(read));
  return { configs: new Map(configs.flat()), refused };
}

/** The configuration schemas alone. @throws Error when one of our own cannot be loaded */
export async function loadAdapterConfigs(folder: URL = adaptersFolder): Promise<AdapterConfigs> {
  return (await installedAdapters(folder)).configs;
}
