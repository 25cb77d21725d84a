import type { IncomingFile, IntakeOutcome } from '@amanah/adapter-api';
import type { ConnectAdmin, TakenFile } from '@amanah/plugin-api';
import type { Db, Queryable } from '../../store/contract.ts';
import { storable } from './row-key.ts';

const mostFiles = 500;
const mostRejected = 1_000;

/** A file as it came, with the hash of its content. */
export interface Delivery {
  readonly file: IncomingFile;
  readonly hash: string;
}

/** A file whose content is known. */
export interface KnownFile {
  readonly id: string;
  readonly file: IncomingFile;
  readonly hash: string;
  readonly rows: number;
  readonly rejected: number;
  readonly state: 'taken' | 'unreadable';
  readonly detail: string | null;
}

interface Row extends Omit<KnownFile, 'file'> {
  readonly path: string;
  readonly kind: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

const columns = `id, path, kind, hash, bytes::float8 AS bytes, modified_at AS "modifiedAt", rows::float8 AS rows, rejected::float8 AS rejected, state, detail`;

/** Which contents of a system were taken, and what is left to do with their files. */
export class FileRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async byHash(systemId: string, hash: string, tx: Queryable = this.#db): Promise<KnownFile | null> {
    const [row] = await tx.query<Row>(`SELECT ${columns} FROM hub.intake_file WHERE system_id = $1 AND hash = $2`, [systemId, hash]);
    return row ? known(row) : null;
  }

  /** Deliveries of known contents that no process has settled to its end. */
  async unsettled(systemId: string): Promise<readonly Delivery[]> {
    const rows = await this.#db.query<Pick<Row, 'path' | 'hash' | 'kind' | 'bytes' | 'modifiedAt'>>(
      `SELECT path, hash, kind, bytes::float8 AS bytes, modified_at AS "modifiedAt" FROM hub.intake_unsettled WHERE system_id = $1 ORDER BY modified_at, path`,
      [systemId],
    );
    return rows.map(({ path, hash, kind, bytes, modifiedAt }) => ({ hash, file: { path, operation: kind, bytes, modifiedAt: modifiedAt.toISOString() } }));
  }

  /** From here on the delivery is settled by whoever comes, also when this process ends. */
  async toSettle(systemId: string, { file, hash }: Delivery, tx: Queryable = this.#db): Promise<void> {
    await tx.query(
      `INSERT INTO hub.intake_unsettled (system_id, path, hash, kind, bytes, modified_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (system_id, path, hash) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes, modified_at = excluded.modified_at`,
      [systemId, file.path, hash, file.operation, file.bytes, file.modifiedAt],
    );
  }

  /** That very delivery; one of the same name and content that came since is another. */
  async settled(systemId: string, { file, hash }: Delivery): Promise<void> {
    await this.#db.query('DELETE FROM hub.intake_unsettled WHERE system_id = $1 AND path = $2 AND hash = $3 AND modified_at = $4', [
      systemId,
      file.path,
      hash,
      file.modifiedAt,
    ]);
  }

  /** The file of a kind that was taken and is newer than a moment of the system's clock; the newest. */
  async newerThan(tx: Queryable, systemId: string, kind: string, modifiedAt: string): Promise<string | null> {
    const [row] = await tx.query<{ path: string }>(
      `SELECT path FROM hub.intake_file WHERE system_id = $1 AND kind = $2 AND state = 'taken' AND modified_at > $3 ORDER BY modified_at DESC LIMIT 1`,
      [systemId, kind, modifiedAt],
    );
    return row?.path ?? null;
  }

  /** @returns the id; `null` when the content is known already */
  async add(
    tx: Queryable,
    systemId: string,
    file: IncomingFile,
    hash: string,
    state: KnownFile['state'],
    detail: string | null = null,
  ): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO hub.intake_file (system_id, kind, hash, path, bytes, modified_at, state, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (system_id, hash) DO NOTHING RETURNING id`,
      [systemId, file.operation, hash, file.path, file.bytes, file.modifiedAt, state, detail === null ? null : storable(detail)],
    );
    return row?.id ?? null;
  }

  async counted(tx: Queryable, id: string, { rows, rejected }: Pick<KnownFile, 'rows' | 'rejected'>): Promise<void> {
    await tx.query('UPDATE hub.intake_file SET rows = $2, rejected = $3 WHERE id = $1', [id, rows, rejected]);
  }

  /** Remembers a file that stays in its folder. */
  async saw(systemId: string, file: IncomingFile): Promise<void> {
    await this.#db.query(
      `INSERT INTO hub.intake_sighting (system_id, path, bytes, modified_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (system_id, path) DO UPDATE SET bytes = excluded.bytes, modified_at = excluded.modified_at`,
      [systemId, file.path, file.bytes, file.modifiedAt],
    );
  }

  /** Those of a listing that are not known by path, size and time. */
  async unseen(systemId: string, files: readonly IncomingFile[]): Promise<readonly IncomingFile[]> {
    const seen = await this.#db.query<{ path: string; bytes: number; modifiedAt: Date }>(
      `SELECT path, bytes::float8 AS bytes, modified_at AS "modifiedAt" FROM hub.intake_sighting WHERE system_id = $1 AND path = ANY($2)`,
      [systemId, files.map(({ path }) => path)],
    );
    const byPath = new Map(seen.map((one) => [one.path, one]));
    return files.filter((file) => {
      const before = byPath.get(file.path);
      return before?.bytes !== file.bytes || before.modifiedAt.getTime() !== Date.parse(file.modifiedAt);
    });
  }

  async latest(systemId: string): Promise<readonly TakenFile[]> {
    return this.#db.query<TakenFile>(
      `SELECT path, kind AS operation, hash, to_char(taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "takenAt",
              rows::float8 AS rows, rejected::float8 AS rejected, state, detail
       FROM hub.intake_file WHERE system_id = $1 ORDER BY taken_at DESC, id DESC LIMIT ${mostFiles}`,
      [systemId],
    );
  }

  async rejectedRows(systemId: string, hash: string): ReturnType<ConnectAdmin['rejectedRows']> {
    return this.#db.query(
      `SELECT r.line::float8 AS line, r.text, r.reasons FROM hub.intake_rejected r JOIN hub.intake_file f ON f.id = r.file_id
       WHERE f.system_id = $1 AND f.hash = $2 ORDER BY r.line, r.id LIMIT ${mostRejected}`,
      [systemId, hash],
    );
  }

  async forget(systemId: string): Promise<void> {
    await this.#db.transaction(async (tx) => {
      for (const table of ['intake_row', 'intake_file', 'intake_unsettled', 'intake_sighting', 'intake_turn'])
        await tx.query(`DELETE FROM hub.${table} WHERE system_id = $1`, [systemId]);
    });
  }
}

/** What a sender is told of a content that is known: by the delivery that was taken what became of it, by another that it was seen. */
export function outcomeFor(known: KnownFile, file: IncomingFile): IntakeOutcome {
  const { hash, rows, rejected, state, detail } = known;
  if (state === 'unreadable') return { taken: false, reason: 'unreadable', hash, detail: detail ?? '' };
  const same = known.file.path === file.path && Date.parse(known.file.modifiedAt) === Date.parse(file.modifiedAt);
  return same ? { taken: true, hash, rows, rejected } : { taken: false, reason: 'seen', hash };
}

function known({ path, kind, bytes, modifiedAt, ...rest }: Row): KnownFile {
  return { ...rest, file: { path, operation: kind, bytes, modifiedAt: modifiedAt.toISOString() } };
}
