import type { Queryable } from '@amanah/plugin-api';

/** What happens at one step of a procedure now, and how long it takes. */
export interface LiveStep {
  readonly step: string;
  /** Requests that stand there: at steps of people and jobs, and where something is awaited. */
  readonly now: number;
  /** Those of them whose time is over. */
  readonly late: number;
  /** Visits that ended, in the latest requests of the last ninety days, and how long half of them took at most, in milliseconds. */
  readonly ended: number;
  readonly medianMs: number | null;
}

/** Times are those of so many of the latest requests. */
const mostVisited = 2_000;

/**
 * Live counts of each step, over all versions of a procedure and the units that are asked for (`null`: all), and its times in the latest requests of ninety days. How
 * many stand where is kept as they move (`standing`): what it costs depends on the tasks that are late, not on what runs or has ended.
 */
export async function liveSteps(db: Queryable, procedure: string, units: readonly string[] | null): Promise<readonly LiveStep[]> {
  return db.query<LiveStep>(
    `WITH standing AS (
         SELECT step, sum(requests)::int AS now FROM standing
         WHERE procedure = $1 AND ($2::text[] IS NULL OR unit = ANY($2)) GROUP BY 1 HAVING sum(requests) > 0),
       late AS (
         SELECT step, count(*)::int AS late FROM task JOIN request r ON number = request
         WHERE closed_at IS NULL AND task.holder = 'authority' AND task.due_at < now() AND procedure = $1 AND r.ended_at IS NULL
           AND ($2::text[] IS NULL OR r.unit = ANY($2)) GROUP BY 1),
       latest AS MATERIALIZED (
         SELECT number FROM request WHERE procedure = $1 AND ($2::text[] IS NULL OR unit = ANY($2)) AND submitted_at > now() - interval '90 days'
         ORDER BY submitted_at DESC LIMIT ${mostVisited}),
       visits AS (
         SELECT step, opened_at, done_at FROM latest CROSS JOIN LATERAL (
           SELECT step, opened_at, closed_at AS done_at FROM task WHERE request = number AND closed_by IS NOT NULL
           UNION ALL
           SELECT step, opened_at, ended_at FROM outside_step WHERE request = number AND state = 'done' OFFSET 0) AS ended),
       taken AS (
         SELECT step, count(*)::int AS ended, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - opened_at) * 1000)::float8 AS "medianMs"
         FROM visits GROUP BY 1)
     SELECT step, coalesce(now, 0) AS now, coalesce(late, 0) AS late, coalesce(ended, 0) AS ended, "medianMs"
     FROM standing FULL JOIN taken USING (step) LEFT JOIN late USING (step) ORDER BY step`,
    [procedure, units],
  );
}

/** Sums up what moves have added to the counts since the last time. Two at once do no harm: each sums up what the other has left. */
export async function foldStanding(db: Queryable): Promise<void> {
  await db.query(
    `WITH many AS (SELECT procedure, unit, step FROM standing GROUP BY 1, 2, 3 HAVING count(*) > 1),
       gone AS (DELETE FROM standing USING many WHERE (standing.procedure, standing.unit, standing.step) = (many.procedure, many.unit, many.step)
         RETURNING standing.procedure, standing.unit, standing.step, requests)
     INSERT INTO standing (procedure, unit, step, requests) SELECT procedure, unit, step, sum(requests) FROM gone GROUP BY 1, 2, 3 HAVING sum(requests) <> 0`,
  );
}
