import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';

export interface UploadRow {
  readonly id: string;
  readonly programme: string;
  readonly name: string;
  readonly bytes: number;
  readonly received: number;
  readonly state: 'arriving' | 'arrived' | 'abandoned';
  readonly createdBy: string;
  readonly lastAt: Date;
}

export interface UploadPart {
  readonly atByte: number;
  readonly bytes: number;
  readonly key: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const columns = `u.id, u.programme, u.name, u.bytes::float8 AS bytes, u.state, u.created_by AS "createdBy", u.last_at AS "lastAt",
  CASE u.state WHEN 'arrived' THEN u.bytes ELSE COALESCE((SELECT sum(bytes) FROM upload_part p WHERE p.upload = u.id), 0) END::float8 AS received`;

/** Uploads on their way. Each part that has been answered for lies in the store and in a row here; together they begin at the first byte, without a gap. */
export class Uploads {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(id: string): Promise<UploadRow | null> {
    const [row] = uuid.test(id) ? await this.#db.query<UploadRow>(`SELECT ${columns} FROM upload u WHERE id = $1`, [id]) : [];
    return row ?? null;
  }

  async latestOf(programme: string): Promise<UploadRow | null> {
    const [row] = await this.#db.query<UploadRow>(`SELECT ${columns} FROM upload u WHERE programme = $1 ORDER BY created_at DESC LIMIT 1`, [programme]);
    return row ?? null;
  }

  /** Begins one; another of the programme that has sent nothing yet gives way. @throws MEDIA_UPLOAD_RUNNING */
  async begin(tx: Queryable, upload: Pick<UploadRow, 'id' | 'programme' | 'name' | 'bytes' | 'createdBy'>): Promise<void> {
    await tx.query(
      `UPDATE upload SET state = 'abandoned' WHERE programme = $1 AND state = 'arriving' AND NOT EXISTS (SELECT 1 FROM upload_part WHERE upload = upload.id)`,
      [upload.programme],
    );
    const begun = await tx.query(
      `INSERT INTO upload (id, programme, name, bytes, created_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (programme) WHERE state = 'arriving' DO NOTHING RETURNING 1`,
      [upload.id, upload.programme, upload.name, upload.bytes, upload.createdBy],
    );
    if (begun.length === 0) throw new AmanahError('MEDIA_UPLOAD_RUNNING', { detail: upload.programme });
  }

  /**
   * Notes a part that lies in the store. @returns whether the file is whole now; `null`: the part does not follow what is there, because somebody else
   * went on meanwhile
   */
  async addPart(tx: Queryable, id: string, { atByte, bytes, key }: UploadPart): Promise<boolean | null> {
    const [held] = await tx.query<{ bytes: number }>("SELECT bytes::float8 AS bytes FROM upload WHERE id = $1 AND state = 'arriving' FOR UPDATE", [id]);
    const [sum] = await tx.query<{ received: number }>('SELECT COALESCE(sum(bytes), 0)::float8 AS received FROM upload_part WHERE upload = $1', [id]);
    if (!held || sum?.received !== atByte || atByte + bytes > held.bytes) return null;
    await tx.query('INSERT INTO upload_part (upload, at_byte, bytes, key) VALUES ($1, $2, $3, $4)', [id, atByte, bytes, key]);
    await tx.query('UPDATE upload SET last_at = now() WHERE id = $1', [id]);
    return atByte + bytes === held.bytes;
  }

  /** @returns false when it was not arriving any more */
  async setState(tx: Queryable, id: string, state: 'arrived' | 'abandoned'): Promise<boolean> {
    const set = await tx.query("UPDATE upload SET state = $2, last_at = now() WHERE id = $1 AND state = 'arriving' RETURNING 1", [id, state]);
    return set.length > 0;
  }

  async parts(id: string): Promise<UploadPart[]> {
    return this.#db.query<UploadPart>('SELECT at_byte::float8 AS "atByte", bytes::float8 AS bytes, key FROM upload_part WHERE upload = $1 ORDER BY at_byte', [
      id,
    ]);
  }

  async forgetParts(id: string): Promise<void> {
    await this.#db.query('DELETE FROM upload_part WHERE upload = $1', [id]);
  }

  /** Of which nothing has come for so many hours. */
  async silentFor(hours: number): Promise<UploadRow[]> {
    return this.#db.query<UploadRow>(
      `SELECT ${columns} FROM upload u WHERE state = 'arriving' AND last_at < now() - make_interval(secs => $1) ORDER BY last_at LIMIT 100`,
      [hours * 3_600],
    );
  }

  /** Rows of uploads that ended long ago: their clients do not ask any more. */
  async forgetEnded(days: number): Promise<void> {
    await this.#db.query("DELETE FROM upload WHERE state <> 'arriving' AND last_at < now() - make_interval(days => $1)", [days]);
  }

  /** Bytes that the programmes of a unit take, and will take when the uploads on their way have come. */
  async bytesOfUnit(unit: string, db: Queryable = this.#db): Promise<number> {
    const [row] = await db.query<{ bytes: number }>(
      `SELECT (COALESCE((SELECT sum(bytes) FROM programme WHERE unit = $1), 0)
         + COALESCE((SELECT sum(u.bytes - COALESCE((SELECT sum(p.bytes) FROM upload_part p WHERE p.upload = u.id), 0))
             FROM upload u JOIN programme o ON o.id = u.programme WHERE o.unit = $1 AND u.state = 'arriving'), 0))::float8 AS bytes`,
      [unit],
    );
    return row?.bytes ?? 0;
  }
}
