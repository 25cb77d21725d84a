import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import pg from 'pg';

/** A migration file: `NNNN-name.sql`, applied once, in the order of its name. */
interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

export interface MigrationTarget {
  /** Connection string of the role that owns the schema. */
  readonly url: string;
  /** `hub` or the plugin's id, for messages. */
  readonly owner: string;
  readonly schema: string;
  readonly folder: URL;
  readonly log: Log;
  /** Apply only these files: a restore brings the tables to where the backup was. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Applies the files that the schema's ledger does not hold yet, each in its own transaction. Replicas that start at once wait for
 * each other, so each file runs once.
 * @throws STORE_MIGRATION_CHANGED when an applied file is not what it was
 * @throws STORE_MIGRATION_AHEAD when the ledger holds a file this release does not know
 * @throws STORE_MIGRATION_FAILED when a file fails; it is rolled back
 */
export async function migrate(target: MigrationTarget): Promise<readonly string[]> {
  const files = (await readMigrations(target.folder)).filter((file) => target.only?.has(file.name) ?? true);
  const schema = pg.escapeIdentifier(target.schema);
  const client = new pg.Client({ connectionString: target.url, application_name: `amanah migrate ${target.owner}` });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [`amanah migrations ${target.schema}`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`).catch(ignoreForbiddenSchema);
    await client.query(`SET search_path = ${schema}, public`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migration (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const { rows } = await client.query<{ name: string; hash: string }>(`SELECT name, hash FROM ${schema}.migration ORDER BY name`);
    const pending = pendingOf(files, rows, target.owner);
    for (const file of pending) await apply(client, file, target);
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

/** A plugin's role may not create schemas; its own was made for it. */
function ignoreForbiddenSchema(error: { code?: string }): void {
  if (error.code !== '42501') throw error;
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const names = (await readdir(base)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, base), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function pendingOf(files: readonly Migration[], ledger: readonly { name: string; hash: string }[], owner: string): readonly Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, hash } of ledger) {
    const file = known.get(name);
    if (!file) throw new AmanahError('STORE_MIGRATION_AHEAD', { params: { name, owner }, detail: `${owner} ${name}` });
    if (file.hash !== hash) throw new AmanahError('STORE_MIGRATION_CHANGED', { params: { name, owner }, detail: `${owner} ${name}` });
  }
  const applied = new Set(ledger.map(({ name }) => name));
  return files.filter((file) => !applied.has(file.name));
}

async function apply(client: pg.Client, file: Migration, target: MigrationTarget): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(file.sql);
    await client.query(`INSERT INTO ${pg.escapeIdentifier(target.schema)}.migration (name, hash) VALUES ($1, $2)`, [file.name, file.hash]);
    await client.query('COMMIT');
    target.log.info({ owner: target.owner, migration: file.name }, 'migration applied');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const reason = error as Error;
    throw new AmanahError('STORE_MIGRATION_FAILED', {
      params: { name: file.name, owner: target.owner },
      detail: `${target.owner} ${file.name}: ${reason.message}`,
      cause: error,
    });
  }
}
