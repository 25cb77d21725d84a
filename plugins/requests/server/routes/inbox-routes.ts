import { AmanahError, errorText } from '@amanah/errors';
import type { Actor, Call, Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import { batchAnswer, colleaguesAnswer, inboxAnswer, inboxFilter, savedQueues, taskRef, type BatchAnswer } from '../../shared/answers/staff-answers.ts';
import { actorOf, isOwnCase } from '../acting-for.ts';
import { applicantName } from '../cases/applicant-name.ts';
import { caseRow } from '../cases/case-row.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { assignTask, claimTask, releaseTask } from '../tasks/claims.ts';
import { inboxCounts, inboxCursor, inboxOf } from '../tasks/inbox.ts';
import { findTask } from '../tasks/find-task.ts';
import { tellOfRequests } from '../tasks/tell-officials.ts';
import { requestNumber } from './own-routes.ts';

const mostAtOnce = 100;
const mostQueues = 20;
const tasks = z.array(taskRef).min(1).max(mostAtOnce);

/** One inbox over all services of an official's units. */
export function registerInboxRoutes(parts: PluginParts): void {
  const { ctx, deputies, directory, taskAccess, words } = parts;

  ctx.route({
    method: 'get',
    path: '/inbox',
    access: 'task.read',
    summary: 'Open tasks of the roles and units that the caller holds or stands in for, by what is left of their time',
    input: z.strictObject({ ...inboxFilter.shape, after: z.string().regex(inboxCursor).optional() }),
    output: inboxAnswer,
    async handle({ after, ...filter }, call) {
      const actor = actorOf(call);
      const { language } = call;
      const holdings = await taskAccess.holdingsOf(actor);
      const [{ rows, next }, { services, ...counts }, absent] = await Promise.all([
        inboxOf(ctx.db, actor, holdings, filter, after),
        inboxCounts(ctx.db, actor, holdings),
        deputies.absentOf(actor.person.id),
      ]);
      const nameOf = new Map(absent.map(({ id, name }) => [id, name[language]]));
      const procedures = parts.procedures();
      const lines = await Promise.all(
        rows.map(async (row) => {
          const procedure = await procedures.at(row.procedure, row.version);
          const state = words.state(row.state);
          return {
            request: row.request,
            token: row.token,
            step: procedure.nodes.get(row.step)?.name[language] ?? row.step,
            service: { code: row.service, name: directory.services.get(row.service)?.name[language] ?? row.service },
            unit: row.unit,
            unitName: ctx.access.unit(row.unit)?.name[language] ?? row.unit,
            applicant: applicantName(row, language),
            state: { id: row.state, title: state.title[language], tone: state.tone },
            openedAt: new Date(row.opened_at).toISOString(),
            dueAt: row.due_at ? new Date(row.due_at).toISOString() : null,
            late: row.due_at !== null && new Date(row.due_at) < new Date(),
            claimedBy:
              row.claimed_by === null ? null : { id: row.claimed_by, name: row.claimed_name?.[language] ?? '', you: row.claimed_by === actor.person.id },
            inPlaceOf: row.in_place_of === null ? null : (nameOf.get(row.in_place_of) ?? ''),
            throughOffice: row.capacity.kind === 'agent',
          };
        }),
      );
      const units = [...new Set(holdings.map(({ unit }) => unit))];
      return {
        tasks: lines,
        next,
        counts,
        services: services.map((code) => ({ code, name: directory.services.get(code)?.name[language] ?? code })),
        units: units.map((id) => ({ id, name: ctx.access.unit(id)?.name[language] ?? id })),
      };
    },
  });

  const each = async (call: Call, refs: z.infer<typeof tasks>, work: (tx: Queryable, ref: z.infer<typeof taskRef>) => Promise<void>): Promise<BatchAnswer> => {
    const done: BatchAnswer['done'] = [];
    const refused: BatchAnswer['refused'] = [];
    for (const ref of refs) {
      try {
        await ctx.db.transaction((tx) => work(tx, ref));
        done.push(ref);
      } catch (error) {
        if (!(error instanceof AmanahError)) throw error;
        refused.push({ ...ref, code: error.code, title: errorText(error.code, call.language).title });
      }
    }
    await tellOfRequests(parts, [...new Set(done.map(({ request }) => request))]);
    return { done, refused };
  };
  /** An open task of a request that the actor may look at. @throws REQUESTS_UNKNOWN also for those of other units, whether they exist or not, REQUESTS_TASK_GONE */
  const taskOf = async (tx: Queryable, actor: Actor, ref: z.infer<typeof taskRef>) => {
    const row = await caseRow(tx, ref.request);
    if (!(await taskAccess.mayRead(tx, actor, row))) throw new AmanahError('REQUESTS_UNKNOWN', { detail: ref.request });
    return { row, task: await findTask(tx, ref) };
  };

  ctx.route({
    method: 'post',
    path: '/tasks/claims',
    access: 'task.decide',
    summary: 'Takes tasks, one or many',
    input: z.strictObject({ tasks }),
    output: batchAnswer,
    handle: (input, call) =>
      each(call, input.tasks, async (tx, ref) => {
        const actor = actorOf(call);
        const { task, row } = await taskOf(tx, actor, ref);
        const { inPlaceOf } = await taskAccess.holdingFor(tx, actor, task, row);
        await claimTask(tx, task, actor.person, inPlaceOf);
      }),
  });

  ctx.route({
    method: 'post',
    path: '/tasks/releases',
    access: 'task.decide',
    summary: 'Gives taken tasks back to the queue',
    input: z.strictObject({ tasks }),
    output: batchAnswer,
    handle: (input, call) =>
      each(call, input.tasks, async (tx, ref) => {
        const actor = actorOf(call);
        const { task, row } = await taskOf(tx, actor, ref);
        await taskAccess.holdingFor(tx, actor, task, row);
        await releaseTask(tx, task);
      }),
  });

  ctx.route({
    method: 'post',
    path: '/tasks/hand-overs',
    access: 'task.decide',
    summary: 'Hands tasks over to a colleague with the same role; a head does so for the tasks of others',
    input: z.strictObject({ tasks, to: z.string().max(80), note: z.string().max(500).optional() }),
    output: batchAnswer,
    handle: (input, call) =>
      each(call, input.tasks, async (tx, ref) => {
        const actor = actorOf(call);
        const { task, row } = await taskOf(tx, actor, ref);
        if (isOwnCase(actor, row)) throw new AmanahError('REQUESTS_OWN_CASE', { detail: ref.request });
        const head = ctx.access.may(actor, 'requests:task.assign', task.unit ?? row.unit);
        if (!head) await taskAccess.holdingFor(tx, actor, task, row);
        const colleagues = await ctx.access.holdersOf(task.role ?? '', task.unit ?? row.unit);
        const to = colleagues.find(({ id }) => id === input.to);
        if (!to || isOwnCase({ person: to }, row)) throw new AmanahError('REQUESTS_OWN_CASE', { detail: `${ref.request} to ${input.to}` });
        await assignTask(tx, task, { from: actor.person, to, note: input.note ?? null });
      }),
  });

  ctx.route({
    method: 'get',
    path: '/tasks/{request}/{token}/colleagues',
    access: 'task.read',
    summary: 'Who could do a task: holders of its role on its unit, with how many they have',
    input: z.strictObject({ request: requestNumber, token: z.coerce.number().int() }),
    output: colleaguesAnswer,
    async handle(ref, call) {
      const { task, row } = await taskOf(ctx.db, actorOf(call), ref);
      const people = (await ctx.access.holdersOf(task.role ?? '', task.unit ?? row.unit)).filter(({ id }) => id !== row.person_id);
      const open = await ctx.db.query<{ id: string; open: number }>(
        'SELECT claimed_by AS id, count(*)::int AS open FROM task WHERE closed_at IS NULL AND claimed_by = ANY($1) GROUP BY 1',
        [people.map(({ id }) => id)],
      );
      return { colleagues: people.map(({ id, name }) => ({ id, name: name[call.language], open: open.find((one) => one.id === id)?.open ?? 0 })) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/queues',
    access: 'task.read',
    summary: 'Views of the inbox that the caller keeps',
    input: z.strictObject({}),
    output: savedQueues,
    async handle(_input, call) {
      const rows = await ctx.db.query<{ name: string; filter: unknown }>('SELECT name, filter FROM saved_queue WHERE person_id = $1 ORDER BY name', [
        actorOf(call).person.id,
      ]);
      return { queues: rows.map(({ name, filter }) => ({ name, filter: inboxFilter.parse(filter) })) };
    },
  });

  ctx.route({
    method: 'put',
    path: '/queues/{name}',
    access: 'task.read',
    summary: 'Keeps a view of the inbox under a name',
    input: z.strictObject({ name: z.string().trim().min(1).max(80), filter: inboxFilter }),
    output: z.undefined(),
    async handle({ name, filter }, call) {
      const kept = await ctx.db.query(
        `INSERT INTO saved_queue (person_id, name, filter) SELECT $1, $2, $3
         WHERE (SELECT count(*) FROM saved_queue WHERE person_id = $1 AND name <> $2) < ${mostQueues}
         ON CONFLICT (person_id, name) DO UPDATE SET filter = $3, saved_at = now() RETURNING 1`,
        [actorOf(call).person.id, name, JSON.stringify(filter)],
      );
      if (kept.length === 0) throw new AmanahError('HTTP_INVALID_INPUT', { detail: `more than ${mostQueues} queues` });
      return undefined;
    },
  });

  ctx.route({
    method: 'delete',
    path: '/queues/{name}',
    access: 'task.read',
    summary: 'Forgets a view of the inbox',
    input: z.strictObject({ name: z.string().max(80) }),
    output: z.undefined(),
    async handle({ name }, call) {
      await ctx.db.query('DELETE FROM saved_queue WHERE person_id = $1 AND name = $2', [actorOf(call).person.id, name]);
      return undefined;
    },
  });
}
