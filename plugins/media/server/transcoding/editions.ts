import { randomUUID } from 'node:crypto';
import type { Db, Queryable } from '@amanah/plugin-api';
import type { Problem } from '../programmes/programme-row.ts';
import type { SpriteLayout } from './draw-pictures.ts';
import type { MediaFacts } from './media-facts.ts';
import type { Variant } from './playlists.ts';
import type { Cut, StreamMap } from './stream-map.ts';

export type EditionState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Edition {
  readonly programme: string;
  readonly number: number;
  readonly state: EditionState;
  readonly inForce: boolean;
  /** Of the source, in seconds: what is encoded. */
  readonly encode: Cut;
  /** Of the encoded streams: what is shown, at borders of segments. */
  readonly show: Cut;
  readonly progress: number;
  readonly tries: number;
  readonly problem: Problem | null;
}

export interface Rendition extends Variant {
  readonly stream: StreamMap;
  readonly key: string;
  readonly bytes: number;
}

export interface EditionPicture {
  readonly name: string;
  readonly kind: 'frame' | 'sprites' | 'wave';
  readonly atSeconds: number | null;
  readonly layout: SpriteLayout | null;
  readonly key: string;
  readonly type: string;
}

export interface Original {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly facts: MediaFacts;
}

interface EditionRow {
  readonly programme: string;
  readonly number: number;
  readonly state: EditionState;
  readonly in_force: boolean;
  readonly encode_from: string | null;
  readonly encode_to: string | null;
  readonly show_from: string | null;
  readonly show_to: string | null;
  readonly progress: number;
  readonly tries: number;
  readonly problem: Problem | null;
}

const columns = 'programme, number, state, in_force, encode_from, encode_to, show_from, show_to, progress, tries, problem';
/** Whoever works says so several times in this time; then another worker may take over. */
const leaseSeconds = 15;

/** Originals, editions and what they are made of. An edition is worked on by one process at a time, under a lease. */
export class Editions {
  /** Names this process to the others. */
  readonly worker = randomUUID();
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async original(programme: string): Promise<Original | null> {
    const [row] = await this.#db.query<Original>('SELECT key, name, bytes::float8 AS bytes, facts FROM original WHERE programme = $1', [programme]);
    return row ?? null;
  }

  async keepOriginal(tx: Queryable, programme: string, { key, name, bytes, facts, sha256 }: Original & { readonly sha256: string }): Promise<void> {
    await tx.query(
      `INSERT INTO original (programme, key, name, bytes, sha256, facts) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (programme) DO UPDATE SET key = $2, name = $3, bytes = $4, sha256 = $5, facts = $6, added_at = now()`,
      [programme, key, name, bytes, sha256, JSON.stringify(facts)],
    );
  }

  /** Another edition that waits to be made; one that waited or ran before it is cancelled. @returns its number */
  async add(tx: Queryable, programme: string, encode: Cut = { from: null, to: null }): Promise<number> {
    await tx.query("UPDATE edition SET state = 'cancelled' WHERE programme = $1 AND state IN ('waiting', 'running', 'failed')", [programme]);
    const [row] = await tx.query<{ number: number }>(
      `INSERT INTO edition (programme, number, encode_from, encode_to)
       SELECT $1, COALESCE(max(number), 0) + 1, $2, $3 FROM edition WHERE programme = $1 RETURNING number`,
      [programme, encode.from, encode.to],
    );
    return row!.number;
  }

  async inForce(programme: string): Promise<Edition | null> {
    const [row] = await this.#db.query<EditionRow>(`SELECT ${columns} FROM edition WHERE programme = $1 AND in_force`, [programme]);
    return row ? editionOf(row) : null;
  }

  async find(programme: string, number: number): Promise<Edition | null> {
    const [row] = await this.#db.query<EditionRow>(`SELECT ${columns} FROM edition WHERE programme = $1 AND number = $2`, [programme, number]);
    return row ? editionOf(row) : null;
  }

  async latest(programme: string, db: Queryable = this.#db): Promise<Edition | null> {
    const [row] = await db.query<EditionRow>(`SELECT ${columns} FROM edition WHERE programme = $1 ORDER BY number DESC LIMIT 1`, [programme]);
    return row ? editionOf(row) : null;
  }

  /** Where the edition in force is cut, without encoding anything. */
  async show(tx: Queryable, programme: string, number: number, { from, to }: Cut): Promise<void> {
    await tx.query('UPDATE edition SET show_from = $3, show_to = $4 WHERE programme = $1 AND number = $2', [programme, number, from, to]);
  }

  /** The next one to make, taken by this process; a number: milliseconds until a lease of another may end; `null`: nothing is left. */
  async claim(): Promise<Edition | number | null> {
    const [row] = await this.#db.query<EditionRow>(
      `UPDATE edition SET state = 'running', worker = $1, lease_until = now() + make_interval(secs => $2), tries = tries + 1
       WHERE (programme, number) = (
         SELECT programme, number FROM edition WHERE state = 'waiting' OR (state = 'running' AND (lease_until < now() OR worker = $1))
         ORDER BY added_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}`,
      [this.worker, leaseSeconds],
    );
    if (row) return editionOf(row);
    const [next] = await this.#db.query<{ ms: number | null }>(
      "SELECT extract(epoch FROM min(lease_until) - now())::float8 * 1000 AS ms FROM edition WHERE state = 'running'",
    );
    return next?.ms == null ? null : Math.max(0, next.ms);
  }

  /** Says that this process is still at work. @returns whether it is still wanted */
  async beat({ programme, number }: Edition, progress: number): Promise<boolean> {
    const rows = await this.#db.query(
      `UPDATE edition SET lease_until = now() + make_interval(secs => $4), progress = $5
       WHERE programme = $1 AND number = $2 AND worker = $3 AND state = 'running' RETURNING 1`,
      [programme, number, this.worker, leaseSeconds, progress],
    );
    return rows.length > 0;
  }

  /** Ends the work of this process. @returns false when somebody cancelled it meanwhile */
  async end(tx: Queryable, { programme, number }: Edition, state: Exclude<EditionState, 'running'>, problem: Problem | null = null): Promise<boolean> {
    const ended = await tx.query(
      `UPDATE edition SET state = $4, problem = $5, lease_until = NULL, worker = NULL, progress = CASE WHEN $4 = 'done' THEN 1 ELSE progress END
       WHERE programme = $1 AND number = $2 AND worker = $3 AND state = 'running' RETURNING 1`,
      [programme, number, this.worker, state, problem && JSON.stringify(problem)],
    );
    return ended.length > 0;
  }

  /** The process stops for its own reasons: the try does not count. */
  async giveBack({ programme, number }: Edition): Promise<void> {
    await this.#db.query(
      `UPDATE edition SET state = 'waiting', tries = tries - 1, lease_until = NULL, worker = NULL
       WHERE programme = $1 AND number = $2 AND worker = $3 AND state = 'running'`,
      [programme, number, this.worker],
    );
  }

  async putInForce(tx: Queryable, { programme, number }: Edition): Promise<void> {
    await tx.query('UPDATE edition SET in_force = false WHERE programme = $1 AND in_force', [programme]);
    await tx.query('UPDATE edition SET in_force = true WHERE programme = $1 AND number = $2', [programme, number]);
  }

  /** @returns false when nothing was at work */
  async cancel(tx: Queryable, programme: string): Promise<boolean> {
    const rows = await tx.query("UPDATE edition SET state = 'cancelled' WHERE programme = $1 AND state IN ('waiting', 'running') RETURNING 1", [programme]);
    return rows.length > 0;
  }

  /** The latest edition waits again; finished rungs are kept. @returns false when it was not broken off */
  async restart(tx: Queryable, programme: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE edition SET state = 'waiting', tries = 0, problem = NULL, worker = NULL, lease_until = NULL
       WHERE programme = $1 AND state IN ('cancelled', 'failed') AND number = (SELECT max(number) FROM edition WHERE programme = $1) RETURNING 1`,
      [programme],
    );
    return rows.length > 0;
  }

  async renditions(programme: string, edition: number): Promise<Rendition[]> {
    return this.#db.query<Rendition>(
      `SELECT name, kind, width, height, codecs, peak_bits AS "peakBits", mean_bits AS "meanBits", stream, key, bytes::float8 AS bytes
       FROM rendition WHERE programme = $1 AND edition = $2 ORDER BY peak_bits DESC`,
      [programme, edition],
    );
  }

  async addRendition(programme: string, edition: number, one: Rendition): Promise<void> {
    await this.#db.query(
      `INSERT INTO rendition (programme, edition, name, kind, width, height, codecs, peak_bits, mean_bits, stream, key, bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
      [programme, edition, one.name, one.kind, one.width, one.height, one.codecs, one.peakBits, one.meanBits, JSON.stringify(one.stream), one.key, one.bytes],
    );
  }

  async pictures(programme: string, edition: number): Promise<EditionPicture[]> {
    return this.#db.query<EditionPicture>(
      `SELECT name, kind, at_seconds::float8 AS "atSeconds", layout, key, type FROM picture WHERE programme = $1 AND edition = $2 ORDER BY kind, at_seconds, name`,
      [programme, edition],
    );
  }

  async addPicture(programme: string, edition: number, one: EditionPicture): Promise<void> {
    await this.#db.query(
      'INSERT INTO picture (programme, edition, name, kind, at_seconds, layout, key, type) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING',
      [programme, edition, one.name, one.kind, one.atSeconds, one.layout && JSON.stringify(one.layout), one.key, one.type],
    );
  }
}

function editionOf(row: EditionRow): Edition {
  const seconds = (value: string | null) => (value === null ? null : Number(value));
  return {
    programme: row.programme,
    number: row.number,
    state: row.state,
    inForce: row.in_force,
    encode: { from: seconds(row.encode_from), to: seconds(row.encode_to) },
    show: { from: seconds(row.show_from), to: seconds(row.show_to) },
    progress: row.progress,
    tries: row.tries,
    problem: row.problem,
  };
}
