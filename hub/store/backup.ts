import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Secret } from '../config/secret.ts';
import type { FileStore } from '../files/contract.ts';

/** What a backup says about itself (`backup.json`). */
export interface BackupManifest {
  readonly format: 1;
  readonly createdAt: string;
  /** Fingerprint of the seal key, without which the sealed secrets in the rows cannot be opened; the key itself is not in here. */
  readonly sealKeyId: string;
  /** Migration ledger by schema: file name and hash. */
  readonly ledgers: Readonly<Record<string, readonly { name: string; hash: string }[]>>;
  readonly tables: readonly TableCopy[];
  readonly sequences: readonly { schema: string; name: string; value: string }[];
  readonly files: boolean;
}

export interface TableCopy {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { name: string; type: string }[];
  readonly rows: number;
  /** File beside backup.json: one JSON array of texts per row. */
  readonly file: string;
}

const rowsAtOnce = 2_000;

/** Fingerprint of a seal key. */
export function sealKeyId(key: Secret): string {
  return createHash('sha256').update(`amanah seal key ${key.reveal()}`).digest('hex').slice(0, 16);
}

/**
 * Copies every table of the hub, its queue and its plugins as of one moment (one REPEATABLE READ snapshot; the hub goes on working),
 * the files, and the migration ledgers into the new folder `to`.
 */
export async function backUp({
  ownerUrl,
  files: fileStore,
  sealKey,
  to,
}: {
  ownerUrl: string;
  files: Pick<FileStore, 'copyTo'>;
  sealKey: Secret;
  to: string;
}): Promise<BackupManifest> {
  await mkdir(to, { mode: 0o700 });
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'amanah backup' });
  await client.connect();
  try {
    await client.query(
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL extra_float_digits = 1",
    );
    const tables: TableCopy[] = [];
    for (const table of await listTables(client)) {
      const file = `${table.schema}.${table.name}.jsonl`;
      tables.push({ ...table, file, rows: await copyRows(client, table, join(to, file)) });
    }
    const ledgers = await readLedgers(client, tables);
    const sequences = await client.query<{ schema: string; name: string; value: string }>(
      `SELECT schemaname AS schema, sequencename AS name, last_value::text AS value FROM pg_sequences WHERE ${ours('schemaname')} AND last_value IS NOT NULL`,
    );
    await client.query('COMMIT');
    // After the rows: each file that they name was there by then.
    const files = await fileStore.copyTo(join(to, 'files'));
    const manifest: BackupManifest = {
      format: 1,
      createdAt: new Date().toISOString(),
      sealKeyId: sealKeyId(sealKey),
      ledgers,
      tables,
      sequences: sequences.rows,
      files,
    };
    // Written last: a folder without it is a backup that was cut off.
    await writeFile(join(to, 'backup.json'), JSON.stringify(manifest, null, 2), { mode: 0o600 });
    return manifest;
  } finally {
    await client.end();
  }
}

/** SQL condition for the schemas that are ours. */
export function ours(column: string): string {
  return `(${column} IN ('hub', 'bullmq') OR ${column} LIKE 'plugin\\_%')`;
}

/** Tables of our schemas with the columns that hold data of their own; one that has partitions is copied as a whole, since a restore may find other partitions than there were. */
export async function listTables(client: pg.Client): Promise<readonly Omit<TableCopy, 'rows' | 'file'>[]> {
  const { rows } = await client.query<Omit<TableCopy, 'rows' | 'file'>>(
    `SELECT n.nspname AS schema, c.relname AS name,
            json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND ${ours('n.nspname')}
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows;
}

async function copyRows(client: pg.Client, table: Omit<TableCopy, 'rows' | 'file'>, path: string): Promise<number> {
  const texts = table.columns.map((column) => `${pg.escapeIdentifier(column.name)}::text`).join(', ');
  await client.query(
    `DECLARE copying NO SCROLL CURSOR FOR SELECT json_build_array(${texts})::text AS row FROM ${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`,
  );
  const file = await open(path, 'w', 0o600);
  let count = 0;
  try {
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`FETCH ${rowsAtOnce} FROM copying`);
      if (rows.length === 0) break;
      await file.write(rows.map(({ row }) => `${row}\n`).join(''));
      count += rows.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await client.query('CLOSE copying');
  return count;
}

async function readLedgers(client: pg.Client, tables: readonly TableCopy[]): Promise<Record<string, { name: string; hash: string }[]>> {
  const ledgers: Record<string, { name: string; hash: string }[]> = {};
  for (const { schema } of tables.filter((table) => table.name === 'migration' && table.schema !== 'bullmq')) {
    const { rows } = await client.query<{ name: string; hash: string }>(`SELECT name, hash FROM ${pg.escapeIdentifier(schema)}.migration ORDER BY name`);
    ledgers[schema] = rows;
  }
  return ledgers;
}
