import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { AmanahError, type ErrorCode } from '@amanah/errors';
import type { Log, PluginInfo, PluginManifest, PluginServer } from '@amanah/plugin-api';
import { parse } from 'yaml';
import type { HubConfig } from '../config/contract.ts';
import { withStandIns } from '../systems/stand-in-addresses.ts';
import { standInAddresses, standInsText } from '../systems/system-files.ts';
import { assertAddressesFree } from './addresses.ts';
import { checkManifest, checkTexts, type Surroundings } from './check-manifest.ts';
import { pluginContext, type HostParts } from './plugin-context.ts';
import { readLocales } from './plugin-locales.ts';
import { discoveredPlugin, type PluginRecord } from './plugin-record.ts';

const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

/** Finds the plugins of a folder: each sub-folder, or link to one, with a `manifest.ts` (or `.js`, when packaged). */
export async function discover(folder: URL, disabled: readonly string[]): Promise<PluginRecord[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !disabled.includes(entry.name))
    .map((entry) => discoveredPlugin(entry.name, new URL(`${entry.name}/`, folder)))
    .filter((plugin) => moduleAt(plugin.folder, 'manifest') !== null)
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** Runs one step of one plugin; a failure parks the plugin as `refused` and everything else goes on. */
async function step(plugin: PluginRecord, next: PluginInfo['state'], code: ErrorCode, log: Log, work: () => Promise<void> | void): Promise<void> {
  if (plugin.state === 'refused') return;
  try {
    await work();
    plugin.state = next;
  } catch (error) {
    const known = error instanceof AmanahError ? error : new AmanahError(code, { detail: String((error as Error)?.message ?? error), cause: error });
    refuse(plugin, known, log);
  }
}

/** Parks a plugin: named, with code and detail, shown to the operator. */
export function refuse(plugin: PluginRecord, error: AmanahError, log: Log): void {
  plugin.state = 'refused';
  plugin.refusal = { code: error.code, detail: error.detail ?? error.message };
  log.error({ plugin: plugin.id, code: error.code, detail: error.detail, err: error.cause ?? error }, 'plugin refused');
}

/** discovered → validated: manifest, texts and surroundings agree. */
export async function validate(plugins: readonly PluginRecord[], around: Surroundings, log: Log): Promise<void> {
  for (const plugin of plugins) {
    await step(plugin, 'validated', 'HOST_LOAD_FAILED', log, async () => {
      const module = (await import(moduleAt(plugin.folder, 'manifest')!.href)) as { default?: unknown; manifest?: unknown };
      const manifest = checkManifest(module.default ?? module.manifest, plugin.id, around);
      assertAddressesFree(
        manifest,
        plugins.flatMap((other) => (other !== plugin && other.manifest ? [other.manifest] : [])),
      );
      plugin.version = await packageVersion(plugin.folder);
      const locales = await readLocales(plugin.folder, manifest.locales);
      checkTexts(manifest, locales);
      // Only now: links and titles of a plugin whose texts are wrong would break every page that names it.
      plugin.manifest = manifest;
      plugin.locales = locales;
    });
  }
}

async function packageVersion(folder: URL): Promise<string | null> {
  const file = new URL('package.json', folder);
  if (!existsSync(file)) return null;
  return (JSON.parse(await readFile(file, 'utf8')) as { version?: string }).version ?? null;
}

/** `dataDir`: where the addresses of the demo's stand-ins stand, for `${standIn:NAME}`. */
type ConfigPlace = Pick<HubConfig, 'configDir' | 'profile'> & { readonly dataDir?: string };

/** validated → migrated → setup, providers before their users. */
export async function setUp(plugins: readonly PluginRecord[], parts: HostParts, where: ConfigPlace): Promise<void> {
  const { log, store } = parts;
  for (const plugin of providersFirst(plugins)) {
    await step(plugin, 'validated', 'HOST_LOAD_FAILED', log, async () => {
      plugin.server = await importServer(plugin);
      refuseUndeclaredTables(plugin);
    });
    await step(plugin, 'migrated', 'HOST_MIGRATION_FAILED', log, async () => {
      if (plugin.server?.migrations) await store.migratePlugin(plugin.id, plugin.server.migrations);
    });
    await step(plugin, 'setup', 'HOST_SETUP_FAILED', log, async () => {
      for (const id of plugin.manifest?.uses ?? []) {
        if (parts.record(id)?.refusal) throw new AmanahError('HOST_USES_UNKNOWN', { detail: `"${id}", which it uses, is refused` });
      }
      const config = await configOf(plugin, where);
      const returned: unknown = plugin.server?.setup(pluginContext(plugin, plugin.manifest!, config, parts));
      if (returned !== undefined) throw new Error('setup must be synchronous and return nothing');
    });
  }
}

/** setup → started: before traffic. */
export async function start(plugins: readonly PluginRecord[], log: Log): Promise<void> {
  for (const plugin of providersFirst(plugins)) {
    await step(plugin, 'started', 'HOST_START_FAILED', log, () => within(startTimeoutMs, (signal) => plugin.server?.start?.(signal)));
  }
}

/** started → draining → stopped, users before their providers. */
export async function stop(plugins: readonly PluginRecord[], log: Log): Promise<void> {
  for (const plugin of providersFirst(plugins).reverse()) {
    if (plugin.state !== 'started') continue;
    plugin.state = 'draining';
    await within(stopTimeoutMs, (signal) => plugin.server?.stop?.(signal)).catch((error: unknown) =>
      log.error({ plugin: plugin.id, err: error }, 'plugin did not stop in time'),
    );
    plugin.state = 'stopped';
  }
}

async function within(timeoutMs: number, work: (signal: AbortSignal) => Promise<void> | undefined): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  const expired = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error(`not done after ${timeoutMs} ms`)), { once: true }),
  );
  await Promise.race([work(signal), expired]);
}

export async function importServer(plugin: PluginRecord): Promise<PluginServer<PluginManifest, unknown> | null> {
  const url = moduleAt(plugin.folder, 'server/index') ?? moduleAt(plugin.folder, 'server/plugin');
  if (!url) return null;
  const module = (await import(url.href)) as { default?: PluginServer<PluginManifest, unknown> };
  if (typeof module.default?.setup !== 'function') throw new Error('server/index.ts must export definePlugin(…) as its default');
  return module.default;
}

/** A folder of migrations that `definePlugin` does not name would leave the plugin without role and tables, and its routes failing one by one. */
function refuseUndeclaredTables({ folder, server }: PluginRecord): void {
  if (server?.migrations || !existsSync(new URL('migrations/', folder))) return;
  throw new AmanahError('HOST_MIGRATIONS_UNDECLARED', {
    detail: "migrations/ is there, but definePlugin does not name it: new URL('../migrations/', import.meta.url)",
  });
}

/** `config/plugins/<id>.yaml`, and the profile's own beside it, whose fields win. */
export async function configOf(plugin: PluginRecord, { configDir, profile, dataDir }: ConfigPlace): Promise<unknown> {
  if (!plugin.server?.config) return undefined;
  const [everywhere, here] = await Promise.all([`plugins/${plugin.id}.yaml`, `${profile}/plugins/${plugin.id}.yaml`].map((name) => fieldsOf(name, configDir)));
  const { value } = withStandIns({ ...everywhere, ...here }, standInAddresses(dataDir === undefined ? '' : standInsText(dataDir)));
  const read = plugin.server.config.safeParse(value);
  if (read.success) return read.data;
  throw new AmanahError('HOST_CONFIG_INVALID', {
    detail: read.error.issues.map((issue) => `config/plugins/${plugin.id}.yaml ${issue.path.join('.')}: ${issue.message}`).join('; '),
  });
}

async function fieldsOf(name: string, configDir: URL): Promise<object> {
  const file = new URL(name, configDir);
  const fields: unknown = existsSync(file) ? parse(await readFile(file, 'utf8')) : {};
  if (typeof fields === 'object' && !Array.isArray(fields)) return fields ?? {};
  throw new AmanahError('HOST_CONFIG_INVALID', { detail: `config/${name}: fields are needed` });
}

export function moduleAt(folder: URL, name: string): URL | null {
  return [new URL(`${name}.ts`, folder), new URL(`${name}.js`, folder)].find((url) => existsSync(url)) ?? null;
}

/** What a plugin uses comes before it; what it may use does too, unless that one uses the plugin itself. */
export function providersFirst(plugins: readonly PluginRecord[]): PluginRecord[] {
  const byId = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  const ordered = new Set<PluginRecord>();
  const visiting = new Set<string>();
  const usesInTheEnd = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return (byId.get(from)?.manifest?.uses ?? []).some((id) => id === to || usesInTheEnd(id, to, seen));
  };
  const visit = (plugin: PluginRecord) => {
    if (visiting.has(plugin.id)) return;
    visiting.add(plugin.id);
    const { uses = [], mayUse = [] } = plugin.manifest ?? {};
    for (const id of [...uses, ...mayUse.filter((one) => !usesInTheEnd(one, plugin.id))]) {
      const provider = byId.get(id);
      if (provider) visit(provider);
    }
    ordered.add(plugin);
  };
  plugins.forEach(visit);
  return [...ordered];
}
