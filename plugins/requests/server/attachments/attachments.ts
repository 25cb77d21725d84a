import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';

/** A file as answers hold it: its true name and size. */
export interface TrueFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** With what decides whether an answer may hold it. */
export interface KnownFile extends TrueFile {
  readonly field: string;
  readonly type: string;
  readonly sha256: string;
}

export interface AttachmentRow {
  readonly id: string;
  readonly person_id: string;
  readonly draft: string | null;
  readonly request: string | null;
  readonly token: number | null;
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly state: 'arriving' | 'scanning' | 'clean' | 'refused';
  readonly threat: string | null;
  readonly taken_at: Date | null;
}

/** What a file is sent for: a field of a draft, or of the form of a task. */
export type Purpose = { readonly field: string } & ({ readonly draft: string } | { readonly request: string; readonly token: number });

const columns = 'id, person_id, draft, request, token, field, name, type, bytes::float8 AS bytes, sha256, state, threat, taken_at';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Untaken files of one person, over all drafts and tasks. */
const mostUntakenBytes = 500 * 1024 ** 2;

/** Rows of the files that people sent; the bytes lie in the plugin's file store under `attachmentKey`. */
export class Attachments {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A file that is about to arrive. @throws ATTACHMENT_TOO_MANY */
  async begin(personId: string, purpose: Purpose, file: Pick<AttachmentRow, 'id' | 'name' | 'type'>): Promise<void> {
    const [held] = await this.#db.query<{ bytes: number }>(
      'SELECT coalesce(sum(bytes), 0)::float8 AS bytes FROM attachment WHERE person_id = $1 AND taken_at IS NULL',
      [personId],
    );
    if ((held?.bytes ?? 0) > mostUntakenBytes) throw new AmanahError('ATTACHMENT_TOO_MANY', { detail: `${personId} holds ${held?.bytes} bytes` });
    const [draft, request, token] = 'draft' in purpose ? [purpose.draft, null, null] : [null, purpose.request, purpose.token];
    await this.#db.query('INSERT INTO attachment (id, person_id, draft, request, token, field, name, type) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
      file.id,
      personId,
      draft,
      request,
      token,
      purpose.field,
      file.name,
      file.type,
    ]);
  }

  /** It lies in the store. */
  async arrived(id: string, { bytes, sha256 }: Pick<AttachmentRow, 'bytes' | 'sha256'>): Promise<void> {
    await this.#db.query("UPDATE attachment SET bytes = $2, sha256 = $3, state = 'scanning' WHERE id = $1 AND state = 'arriving'", [id, bytes, sha256]);
  }

  async scanned(id: string, threat: string | null): Promise<void> {
    await this.#db.query("UPDATE attachment SET state = $2, threat = $3 WHERE id = $1 AND state = 'scanning'", [
      id,
      threat === null ? 'clean' : 'refused',
      threat,
    ]);
  }

  /** @throws ATTACHMENT_UNKNOWN */
  async find(id: string): Promise<AttachmentRow> {
    const [row] = uuid.test(id) ? await this.#db.query<AttachmentRow>(`SELECT ${columns} FROM attachment WHERE id = $1`, [id], 'attachment') : [];
    if (!row) throw new AmanahError('ATTACHMENT_UNKNOWN', { detail: id });
    return row;
  }

  /** Files sent for a field that no request took, oldest first; `idle` ones stand in no draft as it was last saved, and are not of the last minutes. */
  async untakenOf(purpose: Purpose): Promise<readonly (Pick<AttachmentRow, 'id'> & { readonly idle: boolean })[]> {
    const [where, ...values] = 'draft' in purpose ? ['draft = $2', purpose.draft] : ['request = $2 AND token = $3', purpose.request, purpose.token];
    return this.#db.query(
      `SELECT id, draft IS NOT NULL AND sent_at < now() - interval '10 minutes'
         AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = a.draft AND strpos(d.answers::text, a.id::text) > 0) AS idle
       FROM attachment a WHERE field = $1 AND ${where} AND taken_at IS NULL ORDER BY sent_at`,
      [purpose.field, ...values],
    );
  }

  async scanning(): Promise<readonly Pick<AttachmentRow, 'id'>[]> {
    return this.#db.query("SELECT id FROM attachment WHERE state = 'scanning' AND sent_at < now() - interval '1 minute' ORDER BY sent_at LIMIT 200");
  }

  /** Files that nobody will send any more: their draft or task is gone, they were cut off, or refused. */
  async orphans(): Promise<readonly Pick<AttachmentRow, 'id'>[]> {
    return this.#db.query(
      `SELECT id FROM attachment a WHERE taken_at IS NULL AND sent_at < now() - interval '1 day' AND (
         state IN ('arriving', 'refused') OR (draft IS NULL AND request IS NULL)
         OR (request IS NOT NULL AND NOT EXISTS (SELECT 1 FROM task t WHERE t.request = a.request AND t.token = a.token AND t.closed_at IS NULL)))
       ORDER BY sent_at LIMIT 500`,
    );
  }

  async forget(id: string): Promise<void> {
    await this.#db.query('DELETE FROM attachment WHERE id = $1 AND taken_at IS NULL', [id]);
  }

  /**
   * What is truly known of files that answers name, by id: those that the person sent and no request has taken, and those that the request has already. Any
   * other id is left out. @throws ATTACHMENT_SCANNING while one of them is being looked at, ATTACHMENT_HARMFUL when one was found to be
   */
  async trueFilesOf(personId: string, ids: readonly string[], request?: string): Promise<ReadonlyMap<string, KnownFile>> {
    const known = ids.filter((id) => uuid.test(id));
    if (known.length === 0) return new Map();
    const rows = await this.#db.query<AttachmentRow>(
      `SELECT ${columns} FROM attachment WHERE id = ANY($1::uuid[]) AND ((person_id = $2 AND taken_at IS NULL) OR (request = $3 AND taken_at IS NOT NULL))`,
      [known, personId, request ?? null],
    );
    if (rows.some(({ state }) => state === 'scanning')) throw new AmanahError('ATTACHMENT_SCANNING');
    const harmful = rows.find(({ state }) => state === 'refused');
    if (harmful) throw new AmanahError('ATTACHMENT_HARMFUL', { detail: `${harmful.id} ${harmful.threat}` });
    const clean = rows.filter(({ state }) => state === 'clean');
    return new Map(clean.map(({ id, name, bytes: size, field, type, sha256 }) => [id, { id, name, size, field, type, sha256 }]));
  }

  /** The request takes the files of its answers, in the transaction that opens or moves it: from now on they belong to the case. */
  async take(tx: Queryable, request: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const taken = await tx.query(
      `UPDATE attachment SET request = $1, draft = NULL, taken_at = coalesce(taken_at, now())
       WHERE id = ANY($2::uuid[]) AND state = 'clean' AND (taken_at IS NULL OR request = $1) RETURNING 1`,
      [request, ids],
    );
    // Removed between the check of the answers and now.
    if (taken.length !== new Set(ids).size) throw new AmanahError('ATTACHMENT_UNKNOWN', { detail: `${request}: ${taken.length} of ${ids.length} files` });
  }
}

/** Where the bytes of an attachment lie in the plugin's file store. */
export function attachmentKey(id: string): string {
  return `attachments/${id}`;
}
