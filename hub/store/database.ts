import { setTimeout as sleep } from 'node:timers/promises';
import { AmanahError } from '@amanah/errors';
import type { Db, Log, Queryable } from '@amanah/plugin-api';
import pg from 'pg';
import { isConnectionTrouble, isSafeToRepeat } from './connection-trouble.ts';

/** How long a statement waits for a server that is restarting, in milliseconds. */
const patienceMs = 10_000;

/** A pool of one role on one schema. */
export interface Database extends Db {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly schema: string;
  readonly max: number;
  readonly name: string;
  readonly log: Log;
}

/**
 * Opens a pool lazily. A restart of PostgreSQL is waited out: getting a connection is tried again for ten seconds, and a statement
 * that only reads is repeated; a write whose answer was lost is not, since nobody knows whether it happened.
 */
export function openDatabase({ url, schema, max, name, log }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    options: `-c search_path="${schema}",public`,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
  });
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error, pool: name }, 'idle database connection ended');
  });

  async function query<Row>(text: string, values?: readonly unknown[], statement?: string): Promise<Row[]> {
    for (let attempt = 0; ; attempt++) {
      const client = await connected(pool);
      try {
        const rows = await run<Row>(client, text, values, statement);
        client.release();
        return rows;
      } catch (error) {
        const trouble = isConnectionTrouble(error);
        client.release(trouble);
        if (!trouble) throw error;
        if (attempt >= 3 || !isSafeToRepeat(text)) throw new AmanahError('STORE_UNAVAILABLE', { cause: error });
      }
    }
  }

  async function transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await begun(pool);
    try {
      const result = await work({ query: (text, values, statement) => run(client, text, values, statement) });
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      const trouble = isConnectionTrouble(error);
      if (!trouble) await client.query('ROLLBACK').catch(() => {});
      client.release(trouble);
      throw trouble ? new AmanahError('STORE_UNAVAILABLE', { cause: error }) : error;
    }
  }

  return { pool, query, transaction, close: () => pool.end() };
}

/** Begins on a connection that answers; nothing has happened yet, so a dead one is simply replaced. */
async function begun(pool: pg.Pool): Promise<pg.PoolClient> {
  for (let attempt = 0; ; attempt++) {
    const client = await connected(pool);
    try {
      await client.query('BEGIN');
      return client;
    } catch (error) {
      client.release(true);
      if (attempt >= 3 || !isConnectionTrouble(error)) throw new AmanahError('STORE_UNAVAILABLE', { cause: error });
    }
  }
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  const deadline = Date.now() + patienceMs;
  for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
    try {
      const client = await pool.connect();
      if (client.listenerCount('error') === 0) client.on('error', () => {});
      return client;
    } catch (error) {
      if (!isConnectionTrouble(error)) throw error;
      if (Date.now() + wait > deadline) throw new AmanahError('STORE_UNAVAILABLE', { cause: error });
      await sleep(wait);
    }
  }
}

async function run<Row>(client: pg.PoolClient, text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
  const result = await client.query({ text, values: values as unknown[] | undefined, name });
  return result.rows as Row[];
}
