import type pg from 'pg';
import { ours } from './backup.ts';

/**
 * Takes triggers and foreign keys off our tables for the rest of the transaction, so that rows can be loaded in any order; returns how to put
 * them back, which checks every row. The owner of the tables may do this; `session_replication_role` would need a superuser.
 */
export async function bareTables(client: pg.Client): Promise<() => Promise<void>> {
  const triggers = await client.query<{ off: string; on: string }>(
    `SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname) AS off, format('ALTER TABLE %s ENABLE TRIGGER %I', t.tgrelid::regclass, t.tgname) AS on
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgparentid = 0 AND ${ours('n.nspname')}`,
  );
  const keys = await client.query<{ off: string; on: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS off,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS on
     FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
     WHERE k.contype = 'f' AND k.conparentid = 0 AND ${ours('n.nspname')}`,
  );
  const steps = [...triggers.rows, ...keys.rows];
  for (const { off } of steps) await client.query(off);
  return async () => {
    for (const { on } of steps) await client.query(on);
  };
}
