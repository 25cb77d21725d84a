import type { Db, Queryable } from '@amanah/plugin-api';
import type { Run, StreamSegment, Variant } from '../hls/live-stream.ts';

/** Key of an init section or a segment in the plugin's files, until the recording is packed. */
export function segmentKey(programme: string, variant: Variant, run: number, number: number | 'init'): string {
  return `live/${programme}/${run}/${variant}-${number}.${number === 'init' ? 'mp4' : 'm4s'}`;
}

/** Key of the packed recording of a variant. */
export function packedKey(programme: string, variant: Variant): string {
  return `live/${programme}/${variant}.mp4`;
}

/** What is shown of a recording, and how it lies. */
export interface Cut {
  readonly from: number | null;
  readonly to: number | null;
  readonly packed: boolean;
}

interface RunRow {
  readonly number: number;
  readonly variant: Variant;
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  readonly slate: boolean;
  readonly variants: number;
  readonly small: boolean;
  readonly init_bytes: number;
  readonly init_at: string | null;
}

interface SegmentRow {
  readonly id: string;
  readonly variant: Variant;
  readonly run: number;
  readonly number: number;
  readonly seconds: string;
  readonly bytes: number;
  readonly began_at: Date;
  readonly at_byte: string | null;
}

/** Runs and segments of broadcasts as all processes see them. */
export class StreamStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async runs(programme: string): Promise<Run[]> {
    const rows = await this.#db.query<RunRow>(
      'SELECT number, variant, codecs, width, height, slate, variants, small, init_bytes, init_at FROM live_run WHERE programme = $1 ORDER BY number',
      [programme],
    );
    return rows.map(({ init_bytes, init_at, ...row }) => ({ ...row, initBytes: init_bytes, initAt: init_at === null ? null : Number(init_at) }));
  }

  /** Segments that came after one, in the order in which they were kept. */
  async segments(programme: string, after: number): Promise<StreamSegment[]> {
    const rows = await this.#db.query<SegmentRow>(
      'SELECT id, variant, run, number, seconds, bytes, began_at, at_byte FROM live_segment WHERE programme = $1 AND id > $2 ORDER BY id',
      [programme, after],
    );
    return rows.map(({ began_at, at_byte, ...row }) => ({
      ...row,
      id: Number(row.id),
      seconds: Number(row.seconds),
      beganAt: new Date(began_at).getTime(),
      atByte: at_byte === null ? null : Number(at_byte),
    }));
  }

  /** Number of the next run of a broadcast: never given twice, so that no process writes over what another one wrote. */
  async nextRun(programme: string): Promise<number> {
    const [row] = await this.#db.query<{ runs: number }>('UPDATE broadcast SET runs = runs + 1 WHERE programme = $1 RETURNING runs', [programme]);
    return row?.runs ?? 0;
  }

  async addRun(programme: string, run: Run): Promise<void> {
    await this.#db.query(
      `INSERT INTO live_run (programme, number, variant, codecs, width, height, slate, variants, small, init_bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [programme, run.number, run.variant, run.codecs, run.width, run.height, run.slate, run.variants, run.small, run.initBytes],
    );
  }

  /** @returns the segment's place in the order of all */
  async addSegment(programme: string, one: Omit<StreamSegment, 'id' | 'atByte'>): Promise<number> {
    const [row] = await this.#db.query<{ id: string }>(
      'INSERT INTO live_segment (programme, variant, run, number, seconds, bytes, began_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id',
      [programme, one.variant, one.run, one.number, one.seconds.toFixed(6), one.bytes, new Date(one.beganAt)],
    );
    return Number(row!.id);
  }

  async cut(programme: string): Promise<Cut> {
    const [row] = await this.#db.query<{ trim_from: string | null; trim_to: string | null; packed: boolean }>(
      'SELECT trim_from, trim_to, packed_at IS NOT NULL AS packed FROM broadcast WHERE programme = $1',
      [programme],
    );
    const seconds = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));
    return { from: seconds(row?.trim_from), to: seconds(row?.trim_to), packed: row?.packed ?? false };
  }

  /**
   * Names every file of a broadcast in the list of its programme's files, so that they are removed with it: also those that a process which was killed
   * had written and not yet entered.
   */
  async nameFiles(tx: Queryable, programme: string): Promise<void> {
    await tx.query(
      `INSERT INTO programme_file (key, programme, bytes)
       SELECT 'live/' || $1 || '/' || run || '/' || variant || '-' || number || '.m4s', $1::uuid, bytes FROM live_segment WHERE programme = $1::uuid
       UNION ALL
       SELECT 'live/' || $1 || '/' || number || '/' || variant || '-init.mp4', $1::uuid, init_bytes FROM live_run WHERE programme = $1::uuid
       UNION ALL
       SELECT 'live/' || $1 || '/' || r.number || '/' || r.variant || '-' || s.next || '.m4s', $1::uuid, 0
         FROM live_run r CROSS JOIN LATERAL (SELECT COALESCE(max(number) + 1, 0) AS next FROM live_segment l
           WHERE l.programme = r.programme AND l.run = r.number AND l.variant = r.variant) s WHERE r.programme = $1::uuid
       ON CONFLICT (key) DO NOTHING`,
      [programme],
    );
  }
}
