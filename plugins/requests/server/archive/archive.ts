import type { Db, Queryable } from '@amanah/plugin-api';

/** Requests that are folded in one transaction. */
const atOnce = 200;
const rowsOf = ['task', 'outside_step', 'told', 'happening', 'letter'] as const;

interface Archiving {
  readonly afterDays: number;
  now(): Date;
  /** After this long no other batch is begun; the next night goes on. */
  readonly forMs: number;
}

/**
 * Folds what belongs to requests that ended long ago into one row each, batch by batch: a batch is one transaction, so whatever ends the job in between leaves every
 * request either as it was or folded. Requests of which anything still waits stay as they are. Resolves to how many were folded.
 */
export async function archiveRequests(db: Db, { afterDays, now, forMs }: Archiving): Promise<number> {
  const began = performance.now();
  const before = new Date(now().getTime() - afterDays * 86_400_000);
  await makeYears(db, before);
  for (let folded = 0, last: number; ; folded += last) {
    last = await db.transaction((tx) => foldBatch(tx, before, now()));
    if (last < atOnce || performance.now() - began > forMs) return folded + last;
  }
}

async function foldBatch(tx: Queryable, before: Date, now: Date): Promise<number> {
  const due = await tx.query<{ number: string }>(
    `SELECT number FROM request r WHERE ended_at < $1 AND ended_at IS NOT NULL AND archived_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM task WHERE request = r.number AND closed_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM outside_step WHERE request = r.number AND state = 'waiting')
       AND NOT EXISTS (SELECT 1 FROM awaited WHERE request = r.number) AND NOT EXISTS (SELECT 1 FROM timer WHERE request = r.number)
     ORDER BY ended_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
    [before],
  );
  if (due.length === 0) return 0;
  const numbers = due.map(({ number }) => number);
  const rows = (table: (typeof rowsOf)[number], order: string) =>
    `(SELECT coalesce(jsonb_agg(to_jsonb(one) ORDER BY ${order}), '[]') FROM ${table} AS one WHERE one.request = r.number)`;
  await tx.query(
    `INSERT INTO past_request (request, ended_at, tasks, outside_steps, told, happenings, letters, officials)
     SELECT number, ended_at, ${rows('task', 'token, step')}, ${rows('outside_step', 'token, step')}, ${rows('told', 'told_at, key')}, ${rows('happening', 'nth')},
       ${rows('letter', 'id')}, ARRAY(SELECT DISTINCT closed_by FROM task WHERE request = r.number AND closed_by IS NOT NULL)
     FROM unnest($1::text[]) AS due (of) JOIN request r ON r.number = due.of`,
    [numbers],
  );
  for (const table of rowsOf) await tx.query(`DELETE FROM ${table} WHERE request = ANY($1)`, [numbers]);
  await tx.query('UPDATE request SET archived_at = $2 WHERE number = ANY($1)', [numbers, now]);
  return due.length;
}

/** A table for each year in which a request ended that will be folded now or within the next year. Rows that came before their table did, such as by a restore, move into it. */
async function makeYears(db: Db, before: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('requests archive', 0))`);
    const missing = await tx.query<{ year: number }>(
      `WITH first AS (
         SELECT least((SELECT min(ended_at) FROM request WHERE ended_at IS NOT NULL AND archived_at IS NULL), (SELECT min(ended_at) FROM past_request_rest)) AS at)
       SELECT year FROM first, generate_series(extract(year FROM at AT TIME ZONE 'Asia/Riyadh')::int, extract(year FROM $1::timestamptz AT TIME ZONE 'Asia/Riyadh')::int + 1) AS year
       WHERE to_regclass('past_request_' || year) IS NULL`,
      [before],
    );
    for (const { year } of missing) {
      const bounds = [year, year + 1].map((one) => `'${one}-01-01 00:00:00+03'`) as [string, string];
      const within = `ended_at >= ${bounds[0]} AND ended_at < ${bounds[1]}`;
      await tx.query(`CREATE TABLE past_request_${year} (LIKE past_request INCLUDING ALL)`);
      await tx.query(`WITH moved AS (DELETE FROM past_request_rest WHERE ${within} RETURNING *) INSERT INTO past_request_${year} SELECT * FROM moved`);
      await tx.query(`ALTER TABLE past_request ATTACH PARTITION past_request_${year} FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`);
    }
  });
}
