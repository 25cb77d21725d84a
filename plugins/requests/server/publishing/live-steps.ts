import type { Queryable } from '@amanah/plugin-api';

/** What happens at one step of a procedure now, and how long it takes. */
export interface LiveStep {
  readonly step: string;
  /** Requests that stand there: at steps of people and jobs, and where something is awaited. */
  readonly now: number;
  /** Those of them whose time is over. */
  readonly late: number;
  /** Visits that ended in the last ninety days, and how long half of them took at most, in milliseconds. */
  readonly ended: number;
  readonly medianMs: number | null;
}

/** Live counts and median times of each step, over all versions of a procedure and the units that are asked for (`null`: all). */
export async function liveSteps(db: Queryable, procedure: string, units: readonly string[] | null): Promise<readonly LiveStep[]> {
  return db.query<LiveStep>(
    `WITH requests AS (SELECT number, progress, ended_at FROM request WHERE procedure = $1 AND ($2::text[] IS NULL OR unit = ANY($2))),
       standing AS (SELECT token->>'at' AS step, count(*)::int AS now FROM requests, jsonb_array_elements(progress->'tokens') AS token WHERE ended_at IS NULL GROUP BY 1),
       late AS (SELECT step, count(*)::int AS late FROM task JOIN requests ON number = request WHERE closed_at IS NULL AND due_at < now() GROUP BY 1),
       visits AS (
         SELECT step, opened_at, closed_at AS done_at FROM task JOIN requests ON number = request WHERE closed_by IS NOT NULL AND closed_at > now() - interval '90 days'
         UNION ALL
         SELECT step, opened_at, o.ended_at FROM outside_step o JOIN requests ON number = request WHERE state = 'done' AND o.ended_at > now() - interval '90 days'),
       taken AS (
         SELECT step, count(*)::int AS ended, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - opened_at) * 1000)::float8 AS "medianMs"
         FROM visits GROUP BY 1)
     SELECT step, coalesce(now, 0) AS now, coalesce(late, 0) AS late, coalesce(ended, 0) AS ended, "medianMs"
     FROM standing FULL JOIN taken USING (step) LEFT JOIN late USING (step) ORDER BY step`,
    [procedure, units],
  );
}
