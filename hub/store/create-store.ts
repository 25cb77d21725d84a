import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import { otherHubs } from '../config/run-files.ts';
import type { Store } from './contract.ts';
import { openDatabase, type Database } from './database.ts';
import { startEmbedded } from './embedded/embedded-server.ts';
import { migrate } from './migrations.ts';
import { createNotifications } from './notifications.ts';
import { pluginRole, preparePluginRole } from './plugin-role.ts';

const hubMigrations = new URL('../migrations/', import.meta.url);

/**
 * Opens the one store: the database of DATABASE_URL, or our own PostgreSQL under the data folder; brings the schema `hub` up to date.
 * @throws STORE_NOT_UTF8, STORE_OWNER_WEAK, STORE_START_FAILED, STORE_MIGRATION_*
 */
export async function createStore(config: Pick<HubConfig, 'databaseUrl' | 'dataDir' | 'sealKey'>, log: Log): Promise<Store> {
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir, log });
  const ownerUrl = config.databaseUrl?.reveal() ?? embedded!.url;
  const hub = openDatabase({ url: ownerUrl, schema: 'hub', max: 10, name: 'amanah hub', log });
  const notifications = createNotifications(ownerUrl, log);
  const plugins = new Map<string, Database>();

  async function close(): Promise<void> {
    await notifications.close();
    await Promise.all([...plugins.values(), hub].map((database) => database.close()));
    // A replica on the same data folder still needs the server; the last one stops it.
    if (embedded && otherHubs(config.dataDir).length === 0) await embedded.stop();
  }

  try {
    await refuseOtherEncodings(hub);
    await refuseWeakOwner(hub);
    await migrate({ url: ownerUrl, owner: 'hub', schema: 'hub', folder: hubMigrations, log });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    hub,
    ownerUrl,
    close,
    async plugin(id) {
      const open = plugins.get(id);
      if (open) return open;
      const role = pluginRole(id, ownerUrl, config.sealKey);
      const database = openDatabase({ url: role.url, schema: role.schema, max: 4, name: `amanah ${id}`, log });
      plugins.set(id, database);
      return database;
    },
    async migratePlugin(id, folder) {
      const role = pluginRole(id, ownerUrl, config.sealKey);
      await hub.transaction((tx) => preparePluginRole(tx, role));
      await migrate({ url: role.url, owner: id, schema: role.schema, folder, log });
    },
    listen: (channel, handle) => notifications.listen(channel, handle),
    async notify(channel, payload) {
      await hub.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    async emit(tx, event) {
      await tx.query('SELECT hub.emit($1, $2, $3, $4)', [event.type, event.source, event.subject, JSON.stringify(event.data ?? null)]);
    },
    ping: (signal) => ping(hub, signal),
  };
}

async function refuseOtherEncodings(hub: Database): Promise<void> {
  const [row] = await hub.query<{ server_encoding: string }>('SHOW server_encoding');
  if (row?.server_encoding !== 'UTF8') throw new AmanahError('STORE_NOT_UTF8', { detail: `server_encoding is ${row?.server_encoding}` });
}

/** Each plugin gets a role and a schema of its own: the owner must be allowed to make both. */
async function refuseWeakOwner(hub: Database): Promise<void> {
  const [row] = await hub.query<{ name: string; strong: boolean }>(
    `SELECT rolname AS name, rolsuper OR (rolcreaterole AND has_database_privilege(current_database(), 'CREATE')) AS strong FROM pg_roles WHERE rolname = current_user`,
  );
  if (!row?.strong) throw new AmanahError('STORE_OWNER_WEAK', { params: { name: row?.name ?? '' } });
}

/** One round trip within the signal's time; does not wait out a restart as ordinary queries do. */
async function ping(hub: Database, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  await Promise.race([hub.query('SELECT 1'), aborted]);
}
