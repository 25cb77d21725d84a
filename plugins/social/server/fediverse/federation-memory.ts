import type { KvKey, KvStore, KvStoreListEntry, KvStoreSetOptions } from '@fedify/fedify';
import type { Db } from '@amanah/plugin-api';

const nameOf = (key: KvKey) => JSON.stringify(key);

/** What fedify remembers, in the plugin's own table: every process of the hub sees the same. */
export class FederationMemory implements KvStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get<T = unknown>(key: KvKey): Promise<T | undefined> {
    const [row] = await this.#db.query<{ value: T }>('SELECT value FROM federation_memory WHERE key = $1 AND (until IS NULL OR until > now())', [nameOf(key)]);
    return row?.value;
  }

  async set(key: KvKey, value: unknown, options?: KvStoreSetOptions): Promise<void> {
    await this.#db.query(
      `INSERT INTO federation_memory (key, value, until) VALUES ($1, $2, now() + $3 * interval '1 second')
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until`,
      [nameOf(key), JSON.stringify(value), options?.ttl?.total('seconds') ?? null],
    );
  }

  async delete(key: KvKey): Promise<void> {
    await this.#db.query('DELETE FROM federation_memory WHERE key = $1', [nameOf(key)]);
  }

  async *list(prefix?: KvKey): AsyncIterable<KvStoreListEntry> {
    const start = prefix ? nameOf(prefix).slice(0, -1) : '[';
    const rows = await this.#db.query<{ key: string; value: unknown }>('SELECT key, value FROM federation_memory WHERE starts_with(key, $1)', [start]);
    for (const { key, value } of rows) yield { key: JSON.parse(key) as KvKey, value };
  }

  /** Whether something is seen for the first time within so many seconds. */
  async first(name: string, seconds: number): Promise<boolean> {
    const rows = await this.#db.query(
      `INSERT INTO federation_memory (key, value, until) VALUES ($1, 'true', now() + $2 * interval '1 second')
       ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE federation_memory.until < now() RETURNING key`,
      [nameOf(['seen', name]), seconds],
    );
    return rows.length > 0;
  }

  async forgetOld(): Promise<void> {
    await this.#db.query('DELETE FROM federation_memory WHERE until < now()');
  }
}
