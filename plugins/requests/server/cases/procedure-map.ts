import type { Locale, Queryable } from '@amanah/plugin-api';
import type { Procedure } from '../../procedure/definition.ts';
import type { ProcedureMap } from '../../shared/answers/request-answers.ts';
import type { CaseRow } from './case-row.ts';

/** Where a request stands on the diagram of its procedure's version. */
export async function procedureMapOf(db: Queryable, row: CaseRow, procedure: Procedure, language: Locale): Promise<ProcedureMap> {
  const [version] = await db.query<{ bpmn: string }>('SELECT bpmn FROM procedure_version WHERE procedure = $1 AND version = $2', [row.procedure, row.version]);
  const passed = await db.query<{ step: string }>(
    `SELECT DISTINCT step FROM (SELECT step FROM task_ever WHERE request = $1 UNION ALL SELECT step FROM outside_step_ever WHERE request = $1) AS steps`,
    [row.number],
  );
  const current = [...new Set(row.progress.tokens.map(({ at }) => at))];
  const visited = passed.map(({ step }) => step).filter((step) => !current.includes(step));
  return { bpmn: version?.bpmn ?? '', current, visited, steps: stepsOf(procedure, new Set(current), new Set(visited), language) };
}

/** The tasks of the procedure in the order of the shortest way from its start. */
function stepsOf(procedure: Procedure, current: ReadonlySet<string>, visited: ReadonlySet<string>, language: Locale): ProcedureMap['steps'] {
  const seen = new Set([procedure.start]);
  for (const id of seen) for (const { to } of procedure.nodes.get(id)?.outgoing ?? []) seen.add(to);
  return [...seen]
    .map((id) => procedure.nodes.get(id)!)
    .filter((node) => node.kind === 'task' || node.kind === 'call' || node.kind === 'catch')
    .map(({ id, name, lane }) => ({
      id,
      title: name[language],
      lane: lane ? (procedure.lanes.get(lane)?.name[language] ?? null) : null,
      state: current.has(id) ? 'current' : visited.has(id) ? 'done' : 'ahead',
    }));
}
