import type { Db } from '@amanah/plugin-api';
import pg from 'pg';
import { pluginDb } from './plugin-db.ts';
import { startTestDatabase } from './test-database.ts';

/** An empty database as a plugin has it, with the pool under it. */
export interface PluginStore {
  readonly pool: pg.Pool;
  readonly db: Db;
  /** Lets go of the connections, then drops the database. */
  end(): Promise<void>;
}

export async function startPluginStore(): Promise<PluginStore> {
  const database = await startTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 6 });
  // Connections that wait idly are closed when the database is dropped.
  pool.on('error', () => {});
  return {
    pool,
    db: pluginDb(pool),
    async end() {
      await pool.end();
      await database.drop();
    },
  };
}
