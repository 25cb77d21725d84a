import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface BenchPostgres {
  /** Makes an empty database and returns its connection string. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** The PostgreSQL that a hub starts for itself, with its own settings: what is written is really on the disk. */
export async function startPostgres(): Promise<BenchPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-bench-postgres-'));
  // By URL, since nothing imports the hub.
  const { startEmbedded } = (await import(new URL('../../hub/store/embedded/embedded-server.ts', import.meta.url).href)) as {
    startEmbedded(options: object): Promise<{ url: string; stop(): Promise<void> }>;
  };
  const server = await startEmbedded({ dataDir, log: quiet });
  return {
    async database(name) {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const own = new URL(server.url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
