import type { Queryable } from '@amanah/plugin-api';

/** What happens at one step of a procedure now, and how long it takes. */
export interface LiveStep {
  readonly step: string;
  /** Requests that stand there. */
  readonly now: number;
  /** Of the last ninety days; milliseconds from the step's beginning to its end. */
  readonly ended: number;
  readonly medianMs: number | null;
  readonly late: number;
}

/** Live counts and median times of each step, over the versions of a procedure and the units that are asked for (`null`: all). */
export async function liveSteps(db: Queryable, procedure: string, units: readonly string[] | null): Promise<readonly LiveStep[]> {
  return db.query<LiveStep>(
    `SELECT step, count(*) FILTER (WHERE ended IS NULL)::int AS now, count(*) FILTER (WHERE ended IS NOT NULL)::int AS ended,
       count(*) FILTER (WHERE ended IS NULL AND due < now())::int AS late,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended - opened) * 1000) FILTER (WHERE ended IS NOT NULL)::float8 AS "medianMs"
     FROM (
       SELECT t.step, t.opened_at AS opened, t.closed_at AS ended, t.due_at AS due FROM task t JOIN request r ON r.number = t.request
       WHERE r.procedure = $1 AND ($2::text[] IS NULL OR r.unit = ANY($2)) AND (t.closed_at IS NULL OR t.closed_at > now() - interval '90 days')
       UNION ALL
       SELECT o.step, o.opened_at, o.ended_at, NULL FROM outside_step o JOIN request r ON r.number = o.request
       WHERE r.procedure = $1 AND ($2::text[] IS NULL OR r.unit = ANY($2)) AND (o.ended_at IS NULL OR o.ended_at > now() - interval '90 days')) AS visits
     GROUP BY step ORDER BY step`,
    [procedure, units],
  );
}
