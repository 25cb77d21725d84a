import type { Queryable } from '@amanah/plugin-api';
import type { RecordedPast, StepPast } from '../simulation/past.ts';

/** Visits of a step that are taken into account, the latest ones. */
const mostVisits = 2_000;
/** Past requests whose data simulated ones have. */
const mostData = 200;

/** What is recorded of the requests of a procedure, of whichever version: how long each step took and how it ended. */
export async function recordedPast(db: Queryable, procedure: string, version: string | null = null): Promise<RecordedPast> {
  const visits = await db.query<{ step: string; ms: number; decision: string | null }>(
    `SELECT step, extract(epoch FROM closed_at - opened_at)::float8 * 1000 AS ms, decision FROM (
       SELECT t.step, t.opened_at, t.closed_at, t.decision, row_number() OVER (PARTITION BY t.step ORDER BY t.closed_at DESC) AS nth
       FROM task t JOIN request r ON r.number = t.request
       WHERE r.procedure = $1 AND ($2::text IS NULL OR r.version = $2) AND t.closed_at IS NOT NULL AND t.closed_by IS NOT NULL
       UNION ALL
       SELECT o.step, o.opened_at, o.ended_at, h.data->>'decision', row_number() OVER (PARTITION BY o.step ORDER BY o.ended_at DESC)
       FROM outside_step o JOIN request r ON r.number = o.request
       LEFT JOIN LATERAL (SELECT data FROM happening WHERE request = o.request AND step = o.step AND at = o.ended_at LIMIT 1) h ON true
       WHERE r.procedure = $1 AND ($2::text IS NULL OR r.version = $2) AND o.state = 'done') AS visits
     WHERE nth <= ${mostVisits}`,
    [procedure, version],
  );
  const steps = new Map<string, { durationsMs: number[]; decisions: Record<string, number> }>();
  for (const { step, ms, decision } of visits) {
    const past = steps.get(step) ?? { durationsMs: [], decisions: {} };
    past.durationsMs.push(Math.max(0, ms));
    past.decisions[decision ?? ''] = (past.decisions[decision ?? ''] ?? 0) + 1;
    steps.set(step, past);
  }
  const data = await db.query<{ service: string; unit: string; answers: object; facts: Record<string, unknown> }>(
    `SELECT service, unit, answers, facts FROM request WHERE procedure = $1 ORDER BY submitted_at DESC LIMIT ${mostData}`,
    [procedure],
  );
  return {
    steps: Object.fromEntries(steps) satisfies Record<string, StepPast>,
    data: data.map(({ service, unit, answers, facts }) => ({ service, unit, answers, ...facts })),
  };
}
