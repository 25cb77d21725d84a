import type { Db, Queryable } from '@amanah/plugin-api';

export type { Db, Queryable };

/** An event on its way into the outbox; `type` already carries the owner's prefix. */
export interface OutboxEvent {
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly data: unknown;
}

/** The one store: pools by role, notifications, the outbox. */
export interface Store {
  /** Pool of the hub's own role and schema `hub`. */
  readonly hub: Db;
  /** Pool of a plugin's role on its schema `plugin_<id>`; made lazily, at most 4 connections. */
  plugin(id: string): Promise<Db>;
  /** Makes role and schema of a plugin and applies its `NNNN-name.sql` forward-only migrations. @throws STORE_MIGRATION_FAILED */
  migratePlugin(id: string, folder: URL): Promise<void>;
  /** PostgreSQL NOTIFY between replicas; survives reconnects. Returns how to stop listening. */
  listen(channel: string, handle: (payload: string) => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  /** Writes an event in the caller's transaction (hub role: insert; plugin roles: `hub.emit()`). */
  emit(tx: Queryable, event: OutboxEvent): Promise<void>;
  /** Connection string of the owner role, for BullMQ's own migrations. */
  readonly ownerUrl: string;
  /** Liveness of the database, for /health/ready. */
  ping(signal: AbortSignal): Promise<void>;
  /** Ends pools; stops the embedded server last if this process started it. */
  close(): Promise<void>;
}
