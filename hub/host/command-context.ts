import type { AuditEntry, CommandContext, Log, PluginCommand, PluginCommands } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { FileStore } from '../files/contract.ts';
import type { Store } from '../store/contract.ts';
import { absentRoom } from './absent-room.ts';
import { configOf, discover, importServer, moduleAt, validate } from './lifecycle.ts';
import { pluginContext } from './plugin-context.ts';
import type { PluginRecord } from './plugin-record.ts';

type Place = Pick<HubConfig, 'plugins' | 'configDir' | 'profile' | 'publicUrl' | 'sealKey'>;

/** What the hub lends a plugin's command. */
export interface CommandSources {
  readonly config: Place;
  readonly log: Log;
  readonly store: Store;
  readonly files: Pick<FileStore, 'plugin'>;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
}

export interface FoundCommands {
  readonly plugin: PluginRecord;
  readonly commands: readonly PluginCommand[];
}

/** The commands that plugins bring in `server/commands.ts`; one whose file cannot be read is left out, and told. */
export async function findCommands(config: Pick<HubConfig, 'plugins'>, leftOut: (plugin: string, error: unknown) => void): Promise<readonly FoundCommands[]> {
  const found: FoundCommands[] = [];
  for (const plugin of await discover(config.plugins.folder, config.plugins.disabled)) {
    const url = moduleAt(plugin.folder, 'server/commands');
    if (!url) continue;
    try {
      const { default: brought } = (await import(url.href)) as { default?: PluginCommands };
      if (!brought || !Array.isArray(brought.commands)) throw new Error('server/commands.ts must export defineCommands(…) as its default');
      found.push({ plugin, commands: brought.commands });
    } catch (error) {
      leftOut(plugin.id, error);
    }
  }
  return found;
}

/** Opens what a command of a plugin works with: its tables as its migrations leave them, its configuration, its own database role. @throws what would refuse the plugin at the hub's start */
export async function commandContext(plugin: PluginRecord, sources: CommandSources): Promise<CommandContext> {
  const { config, log, store, access } = sources;
  // Systems and other plugins are known to a running hub only: here a manifest may name any.
  await validate([plugin], { hasUnit: (id) => access.unit(id) !== undefined, hasPlugin: () => true, hasSystem: () => true }, log);
  if (plugin.refusal || !plugin.manifest) throw new AmanahError('HOST_PLUGIN_REFUSED', { params: { plugin: plugin.id }, detail: plugin.refusal?.detail ?? '' });
  plugin.server = await importServer(plugin);
  if (plugin.server?.migrations) await store.migratePlugin(plugin.id, plugin.server.migrations);
  return pluginContext(plugin, plugin.manifest, await configOf(plugin, config), {
    ...sources,
    jobs: absentRoom('jobs'),
    identity: absentRoom('identity'),
    mail: absentRoom('mail'),
    systems: absentRoom('systems'),
    hub: absentRoom('hub'),
    ports: absentRoom('ports'),
    trusted: [],
    configDir: config.configDir,
    publicUrl: config.publicUrl,
    sealKey: config.sealKey,
    record: () => undefined,
  });
}
