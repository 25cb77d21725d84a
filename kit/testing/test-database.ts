import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type {} from './provided-to-tests.ts';

/** An empty database of one test file. */
export interface TestDatabase {
  readonly url: string;
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Drops it, ending connections that are still open. */
  drop(): Promise<void>;
}

/**
 * Makes a fresh database on the test run's PostgreSQL (see global-setup.ts); call `drop` in `afterAll`. With `ordinaryOwner` its owner is what
 * a database administrator gives in production: a role without superuser that may make roles.
 */
export async function startTestDatabase({ ordinaryOwner = false } = {}): Promise<TestDatabase> {
  // Only here: the rest of this package also serves scripts that run without vitest.
  const { inject } = await import('vitest');
  const server = new URL(inject('postgresUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  if (ordinaryOwner) {
    own.username = name;
    own.password = randomBytes(12).toString('hex');
    await once(server.href, `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${own.password}'`);
  }
  await once(server.href, `CREATE DATABASE ${name} OWNER ${own.username}`);
  const pool = new pg.Pool({ connectionString: own.href, max: 2 });
  pool.on('error', () => {});
  return {
    url: own.href,
    query: async <Row>(text: string, values?: readonly unknown[]) => (await pool.query(text, values as unknown[] | undefined)).rows as Row[],
    async drop() {
      await pool.end();
      await once(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
