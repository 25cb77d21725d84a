import type { Log, PluginInfo } from '@amanah/plugin-api';
import { createAccess } from '../access/create-access.ts';
import type { HubConfig } from '../config/contract.ts';
import { discover, validate } from './lifecycle.ts';

/** Every plugin as far as it can be checked without starting it: manifest, texts, owner. */
export async function checkedPlugins(
  config: Pick<HubConfig, 'configDir' | 'plugins'>,
  log: Log,
): Promise<readonly (Pick<PluginInfo, 'id' | 'state' | 'refusal'> & { readonly owner: string | null; readonly events: readonly string[] })[]> {
  const access = await createAccess(config);
  const plugins = await discover(config.plugins.folder, config.plugins.disabled);
  // Systems are known to a running hub only: here a manifest may name any.
  const around = {
    hasUnit: (id: string) => access.unit(id) !== undefined,
    hasPlugin: (id: string) => plugins.some((one) => one.id === id),
    hasSystem: () => true,
  };
  await validate(plugins, around, log);
  return plugins.map(({ id, state, refusal, manifest }) => ({
    id,
    owner: manifest?.owner ?? null,
    events: (manifest?.events ?? []).map((type) => `${id}.${type}`),
    state,
    refusal,
  }));
}
