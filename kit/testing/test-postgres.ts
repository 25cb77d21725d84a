import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A PostgreSQL server of one test alone, which it may stop and start. */
export interface TestPostgres {
  /** Connection string of an owner without superuser. */
  readonly url: string;
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
  /** SIGKILL, as when the machine takes it away; what was committed is there when it starts again. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts PostgreSQL as an outside server with what an administrator hands out: a database and its owner, who may make roles. `settings` of the server. */
export async function startTestPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-postgres-'));
  // By URL, since the kit may not import the hub.
  const { startEmbedded } = (await import(new URL('../../hub/store/embedded/embedded-server.ts', import.meta.url).href)) as {
    startEmbedded(options: object): Promise<Server>;
  };
  const port = await freePort();
  const launch = () => startEmbedded({ dataDir, log: quiet, port, settings });
  let server: Server | null = await launch();
  const url = new URL(server.url);
  Object.assign(url, { username: 'portal_owner', password: 'kept-for-this-run', pathname: '/portal' });
  await ask(server.url, "CREATE ROLE portal_owner LOGIN CREATEROLE PASSWORD 'kept-for-this-run'");
  await ask(server.url, 'CREATE DATABASE portal OWNER portal_owner');
  return {
    url: url.href,
    query: (text, values) => ask(url.href, text, values),
    async stop() {
      await server?.stop();
      server = null;
    },
    async kill() {
      if (server) await killed(server.pid);
      server = null;
    },
    async start() {
      server ??= await launch();
    },
    async remove() {
      await server?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Its helpers see that it is gone and end by themselves; the next one waits for them. */
async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ask<Row>(url: string, text: string, values?: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text, values as unknown[] | undefined)).rows as Row[];
  } finally {
    await client.end();
  }
}
