import type { Readable } from 'node:stream';
import type { Db, Files } from '@amanah/plugin-api';

/**
 * Files of programmes, each named in the database before its bytes are written: what is deleted is deleted whole, also what a process that died
 * had just begun.
 */
export class ProgrammeFiles {
  readonly #db: Db;
  readonly #files: Files;

  constructor(db: Db, files: Files) {
    this.#db = db;
    this.#files = files;
  }

  /** @throws what `Files.put` throws */
  async put(
    programme: string,
    key: string,
    content: Readable | Uint8Array,
    options: { type: string; maxBytes?: number },
  ): Promise<{ bytes: number; sha256: string }> {
    await this.#db.query('INSERT INTO programme_file (key, programme, bytes) VALUES ($1, $2, 0) ON CONFLICT (key) DO NOTHING', [key, programme]);
    const written = await this.#files.put(key, content, options);
    await this.#db.query('UPDATE programme_file SET bytes = $2 WHERE key = $1', [key, written.bytes]);
    await this.#sum(programme);
    return written;
  }

  async remove(programme: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#files.remove(key);
      await this.#db.query('DELETE FROM programme_file WHERE key = $1', [key]);
    }
    await this.#sum(programme);
  }

  /** Removes every file of a programme; whatever fails stays named and is removed by the next call. */
  async removeAll(programme: string): Promise<void> {
    const rows = await this.#db.query<{ key: string }>('SELECT key FROM programme_file WHERE programme = $1', [programme]);
    await this.remove(
      programme,
      rows.map(({ key }) => key),
    );
  }

  /** Programmes that are gone and whose files are not yet. */
  async leftBehind(): Promise<string[]> {
    const rows = await this.#db.query<{ programme: string }>(
      'SELECT DISTINCT programme FROM programme_file f WHERE NOT EXISTS (SELECT 1 FROM programme p WHERE p.id = f.programme) LIMIT 100',
    );
    return rows.map(({ programme }) => programme);
  }

  async #sum(programme: string): Promise<void> {
    await this.#db.query('UPDATE programme SET bytes = COALESCE((SELECT sum(bytes) FROM programme_file WHERE programme = $1), 0) WHERE id = $1', [programme]);
  }
}
