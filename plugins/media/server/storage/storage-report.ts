import type { Db } from '@amanah/plugin-api';
import type { MediaFiles } from './media-files.ts';

interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** A file that is being written now belongs to nothing yet. */
const settledHours = 6;
const batch = 500;
/** Named files that no row of what they could be for refers to. */
const orphans = `FROM programme_file f WHERE (
    NOT EXISTS (SELECT 1 FROM programme p WHERE p.id = f.programme)
    OR (kind = 'upload' AND NOT EXISTS (SELECT 1 FROM upload_part u WHERE u.key = f.key))
    OR (kind = 'original' AND NOT EXISTS (SELECT 1 FROM original o WHERE o.key = f.key))
    OR (kind = 'rendition' AND NOT EXISTS (SELECT 1 FROM rendition r WHERE r.key = f.key))
    OR (kind IN ('picture', 'waveform') AND NOT EXISTS (SELECT 1 FROM picture i WHERE i.key = f.key) AND NOT EXISTS (SELECT 1 FROM programme p WHERE p.poster = f.key)))
  AND f.added_at < now() - make_interval(hours => ${settledHours})`;
const amount = 'count(*)::float8 AS files, COALESCE(sum(f.bytes), 0)::float8 AS bytes';

/** What the programmes take of the store, what of it nobody needs, and what is named but not there. `units`: `null` = all. */
export class StorageReport {
  readonly #db: Db;
  readonly #files: MediaFiles;

  constructor(db: Db, files: MediaFiles) {
    this.#db = db;
    this.#files = files;
  }

  async byUnit(units: readonly string[] | null): Promise<{ unit: string; bytes: number }[]> {
    return this.#db.query('SELECT unit, sum(bytes)::float8 AS bytes FROM programme WHERE $1::text[] IS NULL OR unit = ANY($1) GROUP BY unit ORDER BY 2 DESC', [
      units,
    ]);
  }

  async byKind(units: readonly string[] | null): Promise<(Amount & { kind: string })[]> {
    return this.#db.query(
      `SELECT f.kind, ${amount} FROM programme_file f LEFT JOIN programme p ON p.id = f.programme
       WHERE $1::text[] IS NULL OR p.unit = ANY($1) GROUP BY f.kind ORDER BY 3 DESC`,
      [units],
    );
  }

  async largest(
    units: readonly string[] | null,
    limit: number,
  ): Promise<{ id: string; title: { ar: string; en: string }; unit: string; bytes: number; originalBytes: number }[]> {
    return this.#db.query(
      `SELECT p.id, jsonb_build_object('ar', title_ar, 'en', title_en) AS title, unit, p.bytes::float8 AS bytes, COALESCE(o.bytes, 0)::float8 AS "originalBytes"
       FROM programme p LEFT JOIN original o ON o.programme = p.id WHERE $1::text[] IS NULL OR unit = ANY($1) ORDER BY p.bytes DESC, p.id LIMIT $2`,
      [units, limit],
    );
  }

  async orphaned(): Promise<Amount> {
    const [row] = await this.#db.query<Amount>(`SELECT ${amount} ${orphans}`);
    return row!;
  }

  /** As the last nightly check found it. */
  async missing(): Promise<Amount> {
    const [row] = await this.#db.query<Amount>(`SELECT ${amount} FROM programme_file f WHERE missing_at IS NOT NULL`);
    return row!;
  }

  /** Editions that another has replaced for a day: nobody is in the middle of one any more. */
  async forgetReplaced(): Promise<void> {
    await this.#db.query(
      `DELETE FROM edition e WHERE NOT in_force AND state <> 'running' AND added_at < now() - interval '1 day'
         AND EXISTS (SELECT 1 FROM edition n WHERE n.programme = e.programme AND n.in_force AND n.number > e.number AND n.added_at < now() - interval '1 day')`,
    );
  }

  /** @returns how many files were removed */
  async removeOrphans(signal: AbortSignal): Promise<number> {
    let removed = 0;
    for (;;) {
      signal.throwIfAborted();
      const rows = await this.#db.query<{ key: string; programme: string }>(`SELECT f.key, f.programme ${orphans} LIMIT ${batch}`);
      for (const { key, programme } of rows) await this.#files.remove(programme, [key]);
      removed += rows.length;
      if (rows.length < batch) return removed;
    }
  }

  /** Asks the store for every named file. @returns how many are not there */
  async findMissing(signal: AbortSignal): Promise<number> {
    let missing = 0;
    for (let after = ''; ;) {
      signal.throwIfAborted();
      const rows = await this.#db.query<{ key: string }>('SELECT key FROM programme_file WHERE arrived AND key > $1 ORDER BY key LIMIT $2', [after, batch]);
      const gone: string[] = [];
      for (const { key } of rows) if (!(await this.#files.isThere(key))) gone.push(key);
      await this.#db.query(
        'UPDATE programme_file SET missing_at = CASE WHEN key = ANY($2::text[]) THEN COALESCE(missing_at, now()) END WHERE key = ANY($1::text[]) AND (missing_at IS NOT NULL OR key = ANY($2::text[]))',
        [rows.map(({ key }) => key), gone],
      );
      missing += gone.length;
      if (rows.length < batch) return missing;
      after = rows.at(-1)!.key;
    }
  }
}
