import type { PluginManifest } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { PluginRoute } from './contract.ts';
import { discover, setUp, validate } from './lifecycle.ts';
import type { HostParts } from './plugin-context.ts';

/** Every route that the plugins of a folder register, without database, systems or network: for the OpenAPI document at build time. @throws Error naming a plugin that cannot be set up */
export async function listRoutes(config: Pick<HubConfig, 'plugins' | 'configDir' | 'profile'>): Promise<readonly PluginRoute[]> {
  const plugins = await discover(config.plugins.folder, config.plugins.disabled);
  const refusals: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void refusals.push(JSON.stringify(fields)) };
  await validate(plugins, { hasUnit: () => true, hasPlugin: () => true, hasSystem: () => true }, log);
  const idle: unknown = new Proxy(() => idle, { get: (_target, key) => (key === 'then' ? undefined : idle), apply: () => idle });
  const parts = {
    log,
    store: { migratePlugin: async () => {} },
    files: idle,
    jobs: idle,
    ports: idle,
    audit: idle,
    access: idle,
    identity: idle,
    systems: { byId: () => undefined, info: () => undefined },
    hub: idle,
    trusted: plugins.map((plugin) => plugin.id),
    configDir: config.configDir,
    publicUrl: new URL('http://localhost'),
    record: (id: string) => plugins.find((plugin) => plugin.id === id),
  };
  await setUp(plugins, parts as unknown as HostParts, config);
  if (refusals.length > 0) throw new Error(refusals.join('\n'));
  return plugins.flatMap((plugin) => plugin.routes.map((route) => ({ plugin: plugin.id, manifest: plugin.manifest as PluginManifest, route })));
}
