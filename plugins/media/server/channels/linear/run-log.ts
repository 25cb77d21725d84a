import type { Db, Queryable } from '@amanah/plugin-api';
import type { Stretch } from './timeline.ts';

/** A stretch with its place in the log of its channel. */
export interface LoggedStretch extends Stretch {
  readonly number: number;
}

interface Row {
  readonly number: string;
  readonly begins_us: string;
  readonly ends_us: string;
  readonly programme: string;
  readonly edition: number;
  readonly part: number;
  readonly from_us: string;
  readonly to_us: string;
  readonly programme_us: string;
  readonly last: boolean;
  readonly entry: string | null;
  readonly planned_us: string | null;
  readonly playlist: string | null;
  readonly position: number;
  readonly discontinuity: string;
  readonly segments: Stretch['segments'];
}

const columns =
  'number, begins_us, ends_us, programme, edition, part, from_us, to_us, programme_us, last, entry, planned_us, playlist, position, discontinuity, segments';
/** How long it is kept what a channel sent. */
const keptDays = 90;

/** What channels really sent: the one truth of their linear streams for every process. */
export class RunLog {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async last(channel: string, db: Queryable = this.#db): Promise<LoggedStretch | null> {
    const [row] = await db.query<Row>(`SELECT ${columns} FROM as_run WHERE channel = $1 ORDER BY number DESC LIMIT 1`, [channel], 'media-as-run-last');
    return row ? stretchOf(row) : null;
  }

  /** Stretches that touch a time, in order; microseconds since 1970. */
  async between(channel: string, from: number, to: number): Promise<LoggedStretch[]> {
    const rows = await this.#db.query<Row>(`SELECT ${columns} FROM as_run WHERE channel = $1 AND ends_us > $2 AND begins_us < $3 ORDER BY number`, [
      channel,
      from,
      to,
    ]);
    return rows.map(stretchOf);
  }

  /** By channel what is sent at a moment, where somebody listens. */
  async at(moment: number): Promise<Map<string, LoggedStretch>> {
    const rows = await this.#db.query<Row & { channel: string }>(
      `SELECT s.* FROM channel c CROSS JOIN LATERAL (SELECT channel, ${columns} FROM as_run a WHERE a.channel = c.slug AND ends_us > $1 ORDER BY ends_us LIMIT 1) s
       WHERE s.begins_us <= $1`,
      [moment],
    );
    return new Map(rows.map((row) => [row.channel, stretchOf(row)]));
  }

  /**
   * Adds what was decided to follow the stretch of a number (0: nothing was sent yet): one process at a time.
   * @returns false when another process added something meanwhile, after which it is to be decided anew
   */
  async append(channel: string, after: number, added: readonly Stretch[]): Promise<boolean> {
    if (added.length === 0) return true;
    return this.#db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('media.as-run.' || $1, 0))`, [channel]);
      const last = await this.last(channel, tx);
      if ((last?.number ?? 0) !== after) return false;
      const rows = added.map((one, index) => rowOf(one, after + 1 + index));
      await tx.query(`INSERT INTO as_run (channel, ${columns}) SELECT $1, ${columns} FROM jsonb_populate_recordset(NULL::as_run, $2::jsonb)`, [
        channel,
        JSON.stringify(rows),
      ]);
      return true;
    });
  }

  /** Forgets what was sent long ago; the last stretch stays, so that the numbers go on. */
  async forgetOld(): Promise<void> {
    await this.#db.query(
      `DELETE FROM as_run a WHERE ends_us < extract(epoch FROM now() - make_interval(days => $1)) * 1000000
         AND number < (SELECT max(number) FROM as_run b WHERE b.channel = a.channel)`,
      [keptDays],
    );
  }
}

function stretchOf(row: Row): LoggedStretch {
  return {
    number: Number(row.number),
    beginsAt: Number(row.begins_us),
    endsAt: Number(row.ends_us),
    programme: row.programme,
    edition: row.edition,
    part: row.part,
    from: Number(row.from_us),
    to: Number(row.to_us),
    programmeAt: Number(row.programme_us),
    last: row.last,
    entry: row.entry,
    plannedAt: row.planned_us === null ? null : Number(row.planned_us),
    playlist: row.playlist,
    position: row.position,
    discontinuity: Number(row.discontinuity),
    segments: row.segments,
  };
}

function rowOf(one: Stretch, number: number): Record<keyof Row, unknown> {
  return {
    number,
    begins_us: one.beginsAt,
    ends_us: one.endsAt,
    programme: one.programme,
    edition: one.edition,
    part: one.part,
    from_us: one.from,
    to_us: one.to,
    programme_us: one.programmeAt,
    last: one.last,
    entry: one.entry,
    planned_us: one.plannedAt,
    playlist: one.playlist,
    position: one.position,
    discontinuity: one.discontinuity,
    segments: one.segments,
  };
}
