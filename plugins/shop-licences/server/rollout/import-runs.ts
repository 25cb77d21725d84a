import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { Doer } from './context.ts';
import type { JudgedRow } from './judge-page.ts';
import { addSums, isSame, type Sums } from './sums.ts';
import { ownRows } from './own-rows.ts';

export interface ImportRun {
  readonly id: string;
  readonly unit: string;
  readonly kind: 'dry' | 'real';
  readonly state: 'running' | 'paused' | 'cancelled' | 'done' | 'failed';
  readonly after: string;
  readonly fresh: number;
  readonly changed: number;
  readonly same: number;
  readonly bad: number;
  readonly legacy_sums: Sums;
  readonly own_sums: Sums | null;
  readonly whole: boolean | null;
  readonly sample: readonly string[];
  readonly sample_seen_at: Date | null;
  readonly sample_seen_by: Bilingual | null;
  readonly error: string | null;
  readonly person_id: string;
  readonly person_name: Bilingual;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

const columns = `id::text, unit, kind, state, after, fresh, changed, same, bad, legacy_sums, own_sums, whole, sample, sample_seen_at, sample_seen_by, error,
  person_id, person_name, started_at, ended_at`;
/** One row of a hundred is looked at side by side, five at least. */
const sampleOf = 100;
const leastSample = 5;
/** Seconds without a sign after which an import that should run counts as left lying. */
const silentSeconds = 45;

/** Imports and how far each has come. */
export class ImportRuns {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(id: string, tx: Queryable = this.#db): Promise<ImportRun> {
    const [run] = await tx.query<ImportRun>(`SELECT ${columns} FROM import_run WHERE id = $1`, [id]);
    if (!run) throw new AmanahError('ROLLOUT_IMPORT_UNKNOWN');
    return run;
  }

  list(unit: string, most: number): Promise<readonly ImportRun[]> {
    return this.#db.query<ImportRun>(`SELECT ${columns} FROM import_run WHERE unit = $1 ORDER BY import_run.id DESC LIMIT $2`, [unit, most]);
  }

  /** The last import for real that came to its end. */
  async lastReal(unit: string): Promise<ImportRun | null> {
    const [run] = await this.#db.query<ImportRun>(
      `SELECT ${columns} FROM import_run WHERE unit = $1 AND kind = 'real' AND state = 'done' ORDER BY import_run.id DESC LIMIT 1`,
      [unit],
    );
    return run ?? null;
  }

  /** @throws ROLLOUT_IMPORT_RUNNING while another one of the unit has not ended */
  async begin(unit: string, kind: ImportRun['kind'], by: Doer): Promise<ImportRun> {
    const [run] = await this.#db.query<ImportRun>(
      `INSERT INTO import_run (unit, kind, person_id, person_name) VALUES ($1, $2, $3, $4)
       ON CONFLICT (unit) WHERE state IN ('running', 'paused') DO NOTHING RETURNING ${columns}`,
      [unit, kind, by.id, JSON.stringify(by.name)],
    );
    if (!run) throw new AmanahError('ROLLOUT_IMPORT_RUNNING');
    return run;
  }

  /** @throws ROLLOUT_IMPORT_ENDED when it is not in a state from which that is done */
  async turn(id: string, to: 'running' | 'paused' | 'cancelled'): Promise<ImportRun> {
    const from = { running: ['paused', 'failed'], paused: ['running'], cancelled: ['running', 'paused'] }[to];
    const [run] = await this.#db.query<ImportRun>(
      `UPDATE import_run SET state = $2, beat_at = now(), error = NULL, ended_at = CASE WHEN $2 = 'cancelled' THEN now() END WHERE id = $1 AND state = ANY ($3)
       RETURNING ${columns}`,
      [id, to, from],
    );
    if (!run) throw new AmanahError('ROLLOUT_IMPORT_ENDED');
    return run;
  }

  /** Locks a run that still stands where its page was read; `null` when somebody paused it or went on with it meanwhile. */
  async lock(tx: Queryable, { id, after }: ImportRun): Promise<ImportRun | null> {
    const [run] = await tx.query<ImportRun>(`SELECT ${columns} FROM import_run WHERE id = $1 AND after = $2 AND state = 'running' FOR UPDATE`, [id, after]);
    return run ?? null;
  }

  /** Notes what became of the rows of a page, and moves the run behind them. */
  async advance(tx: Queryable, run: ImportRun, rows: readonly JudgedRow[]): Promise<ImportRun> {
    const start = run.fresh + run.changed + run.same + run.bad;
    await tx.query(
      `INSERT INTO import_row (run, nth, number, shop, result, reasons, notes, place)
       SELECT $1, $2 + ordinality, one->>'number', one->>'shop', one->>'result', ARRAY(SELECT jsonb_array_elements_text(one->'reasons')),
              ARRAY(SELECT jsonb_array_elements_text(one->'notes')), one->>'place'
       FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS rows(one, ordinality)`,
      [run.id, start, JSON.stringify(rows)],
    );
    const count = (result: JudgedRow['result']) => rows.filter((row) => row.result === result).length;
    const sums = addSums(
      run.legacy_sums,
      rows.flatMap(({ taken }) => (taken ? [taken] : [])),
    );
    const [moved] = await tx.query<ImportRun>(
      `UPDATE import_run SET after = $2, fresh = fresh + $3, changed = changed + $4, same = same + $5, bad = bad + $6, legacy_sums = $7, beat_at = now(), error = NULL
       WHERE id = $1 RETURNING ${columns}`,
      [run.id, rows.at(-1)?.number ?? run.after, count('fresh'), count('changed'), count('same'), count('bad'), JSON.stringify(sums)],
    );
    return moved ?? run;
  }

  /** The end of all rows: ours are summed from our own table and held against what the older register gave; a sample is drawn to be looked at. */
  async finish(tx: Queryable, run: ImportRun): Promise<ImportRun> {
    const own = run.kind === 'real' ? addSums({ count: 0, areaM2: 0, checksum: '0' }, await ownRows(tx, run.unit)) : null;
    const most = Math.max(leastSample, Math.ceil(run.legacy_sums.count / sampleOf));
    const [done] = await tx.query<ImportRun>(
      `UPDATE import_run SET state = 'done', ended_at = now(), own_sums = $2, whole = $3,
         sample = ARRAY(SELECT number FROM import_row WHERE run = $1 AND result <> 'bad' ORDER BY md5(run || number) LIMIT $4)
       WHERE id = $1 RETURNING ${columns}`,
      [run.id, own && JSON.stringify(own), own && isSame(own, run.legacy_sums), most],
    );
    return done ?? run;
  }

  async sampleSeen(id: string, by: Doer): Promise<void> {
    const found = await this.#db.query(`UPDATE import_run SET sample_seen_at = now(), sample_seen_by = $2 WHERE id = $1 AND state = 'done' RETURNING 1`, [
      id,
      JSON.stringify(by.name),
    ]);
    if (found.length === 0) throw new AmanahError('ROLLOUT_IMPORT_ENDED');
  }

  async noteError(id: string, code: string): Promise<void> {
    await this.#db.query(`UPDATE import_run SET error = $2 WHERE id = $1 AND state = 'running'`, [id, code]);
  }

  /** Imports that should run and nobody has moved for a while: their process has died, or the register is away. */
  async leftLying(seconds = silentSeconds): Promise<readonly string[]> {
    const rows = await this.#db.query<{ id: string }>(
      `SELECT id::text FROM import_run WHERE state = 'running' AND beat_at <= now() - make_interval(secs => $1)`,
      [seconds],
    );
    return rows.map(({ id }) => id);
  }
}
