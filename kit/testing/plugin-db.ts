import type { Db } from '@amanah/plugin-api';
import type pg from 'pg';

/** The store's own pool of a plugin, as far as this plugin uses it. */
export function pluginDb(of: pg.Pool): Db {
  const run = async <Row>(on: pg.Pool | pg.PoolClient, text: string, values: readonly unknown[] = [], name?: string) =>
    (await on.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows as Row[];
  return {
    query: (text, values, name) => run(of, text, values, name),
    async transaction(work) {
      const client = await of.connect();
      try {
        await client.query('BEGIN');
        const done = await work({ query: (text, values, name) => run(client, text, values, name) });
        await client.query('COMMIT');
        return done;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
