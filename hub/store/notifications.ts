import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@amanah/plugin-api';
import pg from 'pg';

type Handler = (payload: string) => void;

/** One listening connection of this process; on a lost connection it comes back and listens again. */
export interface Notifications {
  listen(channel: string, handle: Handler): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Notifications sent while the connection is away are lost (PostgreSQL keeps none): who listens must also look by itself. */
export function createNotifications(url: string, log: Log): Notifications {
  const handlers = new Map<string, Set<Handler>>();
  let client: pg.Client | null = null;
  let connecting: Promise<pg.Client> | null = null;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    for (let wait = 50; ; wait = Math.min(wait * 2, 2_000)) {
      const fresh = new pg.Client({ connectionString: url, application_name: 'amanah listen', keepAlive: true });
      fresh.on('error', () => {});
      try {
        await fresh.connect();
        for (const channel of handlers.keys()) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        await fresh.end().catch(() => {});
        if (closed) throw error;
        log.warn({ err: error }, 'notifications wait for the database');
        await sleep(wait);
        continue;
      }
      fresh.on('notification', ({ channel, payload }) => {
        for (const handle of handlers.get(channel) ?? []) deliver(handle, payload ?? '');
      });
      fresh.once('end', () => {
        client = null;
        if (!closed) void connection().catch(() => {});
      });
      client = fresh;
      return fresh;
    }
  }

  function connection(): Promise<pg.Client> {
    if (client) return Promise.resolve(client);
    connecting ??= connect().finally(() => (connecting = null));
    return connecting;
  }

  function deliver(handle: Handler, payload: string): void {
    try {
      handle(payload);
    } catch (error) {
      log.error({ err: error }, 'a notification handler failed');
    }
  }

  return {
    async listen(channel, handle) {
      const set = handlers.get(channel) ?? new Set();
      handlers.set(channel, set.add(handle));
      await (await connection()).query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      return async () => {
        set.delete(handle);
        if (set.size > 0) return;
        handlers.delete(channel);
        await client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`).catch(() => {});
      };
    },
    async close() {
      closed = true;
      await connecting?.catch(() => {});
      await client?.end().catch(() => {});
    },
  };
}
