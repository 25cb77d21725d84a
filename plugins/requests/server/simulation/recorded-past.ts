import type { Queryable } from '@amanah/plugin-api';
import type { RecordedPast, StepPast } from './past.ts';

/** The latest visits and requests are enough: what was long ago is no measure. */
const mostVisits = 20_000;
const mostVisited = 1_000;
const mostRequests = 500;

interface Visit {
  readonly step: string;
  readonly ms: number;
  readonly decision: string;
}

/** What the store knows of requests of a procedure: times and decisions of the steps that people and jobs have ended, and the data of the requests. */
export async function recordedPast(db: Queryable, procedure: string): Promise<RecordedPast> {
  const visits = await db.query<Visit>(
    // OFFSET 0: request by request through the indexes, whatever the planner thinks of the folded ones.
    `WITH latest AS MATERIALIZED (SELECT number FROM request WHERE procedure = $1 ORDER BY submitted_at DESC LIMIT ${mostVisited})
     (SELECT t.step, (extract(epoch FROM t.closed_at - t.opened_at) * 1000)::float8 AS ms, coalesce(t.decision, '') AS decision
        FROM latest CROSS JOIN LATERAL (SELECT * FROM task_ever WHERE request = number AND closed_by IS NOT NULL OFFSET 0) AS t ORDER BY t.closed_at DESC LIMIT $2)
     UNION ALL
     (SELECT o.step, (extract(epoch FROM o.ended_at - o.opened_at) * 1000)::float8, coalesce(h.decision, '')
        FROM latest CROSS JOIN LATERAL (SELECT * FROM outside_step_ever WHERE request = number AND state = 'done' OFFSET 0) AS o
        LEFT JOIN LATERAL (SELECT data->>'decision' AS decision FROM happening_ever
          WHERE request = number AND step = o.step AND kind = 'done' AND at = o.ended_at LIMIT 1) h ON true
        ORDER BY o.ended_at DESC LIMIT $2)`,
    [procedure, mostVisits],
  );
  const data = await db.query<{ data: Record<string, unknown> }>(
    `SELECT facts || jsonb_build_object('service', service, 'unit', unit, 'answers', answers) AS data FROM request
     WHERE procedure = $1 ORDER BY submitted_at DESC LIMIT $2`,
    [procedure, mostRequests],
  );
  return { steps: stepsOf(visits), data: data.map((row) => row.data) };
}

function stepsOf(visits: readonly Visit[]): RecordedPast['steps'] {
  const steps = new Map<string, { durationsMs: number[]; decisions: Record<string, number> }>();
  for (const { step, ms, decision } of visits) {
    const past = steps.get(step) ?? { durationsMs: [], decisions: {} };
    past.durationsMs.push(Math.max(0, Math.round(ms)));
    past.decisions[decision] = (past.decisions[decision] ?? 0) + 1;
    steps.set(step, past);
  }
  return Object.fromEntries(steps) satisfies Record<string, StepPast>;
}
