import type { Db } from '../../store/contract.ts';
import type { FoundRow, ListedRows } from './contract.ts';
import { keyOf } from './row-key.ts';

export const mostListed = 500;

/** Rows that were taken in, as calls read them. */
export class KeptRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(systemId: string, kind: string, key: readonly unknown[]): Promise<FoundRow> {
    const [found] = await this.#db.query<{ row: unknown; asOf: string | null }>(
      `SELECT (SELECT row FROM hub.intake_row WHERE system_id = $1 AND kind = $2 AND key = $3) AS row, ${asOf} AS "asOf"`,
      [systemId, kind, keyOf(key)],
      'intake-find',
    );
    return { row: found?.row ?? null, asOf: found?.asOf ?? null };
  }

  async list(systemId: string, kind: string, after: string | null, limit: number): Promise<ListedRows & { readonly next: string | null }> {
    const wanted = Math.max(1, Math.min(limit, mostListed));
    const rows = await this.#db.query<{ key: string; row: unknown }>(
      `SELECT key, row FROM hub.intake_row WHERE system_id = $1 AND kind = $2 AND ($3::text IS NULL OR key > $3) ORDER BY key LIMIT $4`,
      [systemId, kind, after, wanted + 1],
      'intake-list',
    );
    const [taken] = await this.#db.query<{ asOf: string | null }>(`SELECT ${asOf} AS "asOf"`, [systemId, kind], 'intake-as-of');
    const page = rows.slice(0, wanted);
    return { rows: page.map(({ row }) => row), asOf: taken?.asOf ?? null, next: rows.length > wanted ? page.at(-1)!.key : null };
  }
}

const asOf = `(SELECT to_char(max(taken_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM hub.intake_file WHERE system_id = $1 AND kind = $2 AND state = 'taken')`;
