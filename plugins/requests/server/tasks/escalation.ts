import type { Db } from '@amanah/plugin-api';
import { notifications } from '../../../notifications/contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { headsOf } from './heads.ts';

interface LateTask {
  readonly request: string;
  readonly token: number;
  readonly unit: string;
  readonly step: string;
  readonly procedure: string;
  readonly version: string;
  readonly claimed_by: string | null;
  readonly person_id: string;
}

/** A task that became late longer ago was told of, or came in by an import. */
const toldWithinDays = 3;

const lateTasks = `SELECT t.request, t.token, t.step, t.unit, r.procedure, r.version, t.claimed_by, r.person_id
  FROM task t JOIN request r ON r.number = t.request
  WHERE t.closed_at IS NULL AND t.holder = 'authority' AND t.unit IS NOT NULL`;

/** Offers `case.escalate`, the step beside a late one, to procedures: the heads of its unit are told. */
export function offerEscalation(parts: PluginParts): void {
  const { ctx, operations } = parts;
  operations.offer('case.escalate', async ({ request }) => {
    const late = await ctx.db.query<LateTask>(`${lateTasks} AND t.request = $1`, [request.number]);
    // The procedure goes on also where nobody can be told now: the job tells of the same task later.
    for (const task of late)
      await tellOf(parts, task).catch((error: unknown) => ctx.log.warn({ err: error, request: task.request }, 'heads were not told of a late task'));
    return {};
  });
}

/** Tells of tasks whose time has run out: the heads of the unit and who holds it, once per task, whoever notices it first. */
export async function tellOfLateTasks(parts: PluginParts): Promise<void> {
  for (const task of await newlyLate(parts.ctx.db)) await tellOf(parts, task);
}

function newlyLate(db: Db): Promise<readonly LateTask[]> {
  return db.query<LateTask>(`${lateTasks} AND t.due_at BETWEEN now() - interval '${toldWithinDays} days' AND now() ORDER BY t.due_at LIMIT 500`);
}

async function tellOf({ ctx, procedures }: PluginParts, { request, token, unit, step, procedure, version, claimed_by, person_id }: LateTask): Promise<void> {
  const name = (await procedures().at(procedure, version)).nodes.get(step)?.name;
  const text = (language: 'ar' | 'en') =>
    ctx
      .text('noticeTaskLate', language)
      .replace('{step}', name?.[language] ?? step)
      .replace('{number}', request);
  const people = [...(await headsOf(ctx.access, unit)), ...(claimed_by === null ? [] : [claimed_by])];
  // Nobody is told about their own request as an official.
  const told = [...new Set(people)].filter((id) => id !== person_id);
  if (told.length === 0) return;
  await ctx
    .use(notifications)
    .send(told, { title: { ar: text('ar'), en: text('en') }, to: `/staff/cases/${request}`, key: `requests/late/${request}/${token}` });
}
