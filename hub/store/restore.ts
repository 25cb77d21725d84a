import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import pg from 'pg';
import type { HubConfig } from '../config/contract.ts';
import type { FileStore } from '../files/contract.ts';
import { listTables, sealKeyId, type BackupManifest, type TableCopy } from './backup.ts';
import { bareTables } from './bare-tables.ts';
import { migrate } from './migrations.ts';
import { pluginRole, preparePluginRole, schemaOf } from './plugin-role.ts';

const rowsAtOnce = 500;

export interface RestoreOptions {
  readonly ownerUrl: string;
  readonly config: Pick<HubConfig, 'sealKey' | 'plugins'>;
  readonly files: Pick<FileStore, 'bringBack'>;
  readonly from: string;
  readonly log: Log;
  /** Makes the tables of the job queue. */
  prepareQueue(url: string): Promise<void>;
}

/**
 * Brings an empty store to what the backup in folder `from` holds. All rows are written in one transaction: a restore that fails
 * leaves the store without rows.
 * @throws STORE_RESTORE_NOT_EMPTY, STORE_RESTORE_OTHER_KEY, STORE_RESTORE_UNREADABLE, STORE_MIGRATION_*
 */
export async function restore({ ownerUrl, config, files, from, log, prepareQueue }: RestoreOptions): Promise<BackupManifest> {
  const manifest = await readManifest(from);
  if (manifest.sealKeyId !== sealKeyId(config.sealKey)) throw new AmanahError('STORE_RESTORE_OTHER_KEY');
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'amanah restore' });
  await client.connect();
  try {
    await refuseRows(client);
    await makeTables(client, manifest, { ownerUrl, config, log });
    await prepareQueue(ownerUrl);
    await client.query("BEGIN; SET LOCAL timezone = 'UTC'");
    const dressTables = await bareTables(client);
    for (const table of manifest.tables) {
      await client.query(`DELETE FROM ${nameOf(table)}`);
      await loadRows(client, table, join(from, table.file));
    }
    for (const { schema, name, value } of manifest.sequences) {
      await client.query('SELECT setval(format($1, $2::text, $3::text)::regclass, $4::bigint)', ['%I.%I', schema, name, value]);
    }
    await dressTables();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
  if (manifest.files) await files.bringBack(join(from, 'files'));
  return manifest;
}

async function readManifest(from: string): Promise<BackupManifest> {
  const text = await readFile(join(from, 'backup.json'), 'utf8').catch(() => null);
  const manifest = text ? (JSON.parse(text) as BackupManifest) : null;
  if (manifest?.format !== 1) throw new AmanahError('STORE_RESTORE_UNREADABLE', { params: { name: from } });
  return manifest;
}

/** Ledgers, audit entries of nothing and the queue's own settings do not count: any other row means that somebody works here. */
async function refuseRows(client: pg.Client): Promise<void> {
  for (const table of await listTables(client)) {
    if (table.name === 'migration' || table.schema === 'bullmq') continue;
    const { rowCount } = await client.query(`SELECT 1 FROM ${nameOf(table)} LIMIT 1`);
    if (rowCount) throw new AmanahError('STORE_RESTORE_NOT_EMPTY', { params: { name: `${table.schema}.${table.name}` } });
  }
}

/** Tables as they were when the backup was made; the next start applies what is newer. */
async function makeTables(
  client: pg.Client,
  manifest: BackupManifest,
  { ownerUrl, config, log }: Pick<RestoreOptions, 'ownerUrl' | 'config' | 'log'>,
): Promise<void> {
  const only = (schema: string) => new Set((manifest.ledgers[schema] ?? []).map(({ name }) => name));
  await client.query('DROP SCHEMA IF EXISTS hub CASCADE');
  await migrate({ url: ownerUrl, owner: 'hub', schema: 'hub', folder: new URL('../migrations/', import.meta.url), log, only: only('hub') });
  const ids = await readdir(config.plugins.folder);
  for (const schema of Object.keys(manifest.ledgers).filter((name) => name !== 'hub')) {
    const id = ids.find((candidate) => schemaOf(candidate) === schema);
    if (!id) throw new AmanahError('STORE_RESTORE_UNREADABLE', { params: { name: schema }, detail: `the plugin of schema ${schema} is not installed` });
    const role = pluginRole(id, ownerUrl, config.sealKey);
    await client.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(schema)} CASCADE`);
    await client.query('BEGIN');
    await preparePluginRole({ query: async (text, values) => (await client.query(text, values as unknown[] | undefined)).rows }, role);
    await client.query('COMMIT');
    await migrate({ url: role.url, owner: id, schema, folder: new URL(`${id}/migrations/`, config.plugins.folder), log, only: only(schema) });
  }
}

async function loadRows(client: pg.Client, table: TableCopy, path: string): Promise<void> {
  if (!existsSync(path)) throw new AmanahError('STORE_RESTORE_UNREADABLE', { params: { name: table.file } });
  const names = table.columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
  const values = table.columns.map((column, index) => `(row->>${index})::${column.type}`).join(', ');
  const insert = `INSERT INTO ${nameOf(table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM json_array_elements($1::json) AS row`;
  let batch: string[] = [];
  let loaded = 0;
  const write = async () => {
    if (batch.length > 0) await client.query(insert, [`[${batch.join(',')}]`]);
    loaded += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    batch.push(line);
    if (batch.length === rowsAtOnce) await write();
  }
  await write();
  if (loaded !== table.rows)
    throw new AmanahError('STORE_RESTORE_UNREADABLE', { params: { name: table.file }, detail: `${loaded} rows, ${table.rows} expected` });
}

function nameOf({ schema, name }: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}
