import { existsSync } from 'node:fs';
import type { ZodType } from 'zod';

/** Adapters of this installation, a folder each. */
export const adaptersFolder = new URL('../../adapters/', import.meta.url);

/** Schema of the `connection` part of a definition, by protocol; only those whose adapter is installed. */
export type AdapterConfigs = ReadonlyMap<string, ZodType>;

const protocols = ['openapi', 'soap', 'sql', 'files'] as const;

/** Loads the configuration schema of each installed adapter; the adapters themselves run in processes of their own. @throws Error when one cannot be loaded */
export async function loadAdapterConfigs(folder: URL = adaptersFolder): Promise<AdapterConfigs> {
  const found = protocols.flatMap((protocol) => {
    const module = ['ts', 'js'].map((ending) => new URL(`${protocol}/src/config.${ending}`, folder)).find((url) => existsSync(url));
    return module ? [{ protocol, module }] : [];
  });
  return new Map(
    await Promise.all(found.map(async ({ protocol, module }) => [protocol, ((await import(module.href)) as { config: ZodType }).config] as const)),
  );
}
