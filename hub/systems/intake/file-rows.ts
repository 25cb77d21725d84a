import type { RejectedRow, RowSink } from '@amanah/adapter-api';
import type { Queryable } from '../../store/contract.ts';
import type { IntakeKind } from './intake-kinds.ts';
import { isStorable, rowKey, storable } from './row-key.ts';

/** Writes the rows of one file within its transaction, batch by batch; nothing is kept of a batch once it is written. */
export class FileRows implements RowSink {
  readonly #tx: Queryable;
  readonly #file: { readonly id: string; readonly systemId: string; readonly kind: string };
  readonly #kind: IntakeKind;
  #rowCount = 0;
  #rejectedCount = 0;

  constructor(tx: Queryable, file: FileRows['file'], kind: IntakeKind) {
    this.#tx = tx;
    this.#file = file;
    this.#kind = kind;
  }

  get file(): { readonly id: string; readonly systemId: string; readonly kind: string } {
    return this.#file;
  }

  get counts(): { readonly rows: number; readonly rejected: number } {
    return { rows: this.#rowCount, rejected: this.#rejectedCount };
  }

  /** A snapshot begins without the rows before it. */
  async begin(): Promise<void> {
    if (this.#kind.mode === 'snapshot')
      await this.#tx.query('DELETE FROM hub.intake_row WHERE system_id = $1 AND kind = $2', [this.#file.systemId, this.#file.kind]);
  }

  async rows(batch: readonly { readonly line: number; readonly values: unknown }[]): Promise<void> {
    const rows = batch.map(({ line, values }) => ({ line, key: rowKey(values, line, this.#kind.key), json: JSON.stringify(values) }));
    const kept = rows.filter(({ json }) => isStorable(json));
    await this.rejected(rows.filter(({ json }) => !isStorable(json)).map(({ line, json }) => refusal(line, json, 'characters that can be kept')));
    if (this.#kind.mode === 'snapshot') await this.#insert(kept);
    else await this.#replace(kept);
  }

  async rejected(batch: readonly RejectedRow[]): Promise<void> {
    if (batch.length === 0) return;
    this.#rejectedCount += batch.length;
    await this.#tx.query(
      `INSERT INTO hub.intake_rejected (file_id, line, text, reasons)
       SELECT $1, line, text, reasons FROM unnest($2::bigint[], $3::text[], $4::jsonb[]) AS batch(line, text, reasons)`,
      [
        this.#file.id,
        batch.map(({ line }) => line),
        batch.map(({ text }) => storable(text)),
        batch.map(({ reasons }) => JSON.stringify(reasons.map(({ field, expected, found }) => ({ field, expected, found: storable(found) })))),
      ],
      'intake-rejected',
    );
  }

  /** In a snapshot a key stands once; a second row of the same key is rejected, since nobody can say which is right. */
  async #insert(rows: readonly KeyedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const seen = new Set<string>();
    const first = rows.filter(({ key }) => !seen.has(key) && seen.add(key));
    const inserted = await this.#tx.query<{ key: string }>(
      `INSERT INTO hub.intake_row (system_id, kind, key, file_id, row)
       SELECT $1, $2, key, $3, row FROM unnest($4::text[], $5::jsonb[]) AS batch(key, row)
       ON CONFLICT (system_id, kind, key) DO NOTHING RETURNING key`,
      this.#parameters(first),
      'intake-insert',
    );
    const fresh = new Set(inserted.map(({ key }) => key));
    this.#rowCount += inserted.length;
    const taken = new Set(first.filter(({ key }) => fresh.has(key)));
    await this.rejected(rows.filter((row) => !taken.has(row)).map(({ line, json, key }) => refusal(line, json, 'a key that stands once', key)));
  }

  /** Of several rows of one key the last holds. */
  async #replace(rows: readonly KeyedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#tx.query(
      `INSERT INTO hub.intake_row (system_id, kind, key, file_id, row)
       SELECT $1, $2, key, $3, row FROM unnest($4::text[], $5::jsonb[]) AS batch(key, row)
       ON CONFLICT (system_id, kind, key) DO UPDATE SET file_id = excluded.file_id, row = excluded.row`,
      this.#parameters([...new Map(rows.map((row) => [row.key, row])).values()]),
      'intake-replace',
    );
    this.#rowCount += rows.length;
  }

  #parameters(rows: readonly KeyedRow[]): readonly unknown[] {
    return [this.#file.systemId, this.#file.kind, this.#file.id, rows.map(({ key }) => key), rows.map(({ json }) => json)];
  }
}

interface KeyedRow {
  readonly line: number;
  readonly key: string;
  readonly json: string;
}

function refusal(line: number, json: string, expected: string, found = ''): RejectedRow {
  return { line, text: json.slice(0, 4_000), reasons: [{ field: '', expected, found: found.slice(0, 200) }] };
}
