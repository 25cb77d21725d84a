import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { z } from 'zod';
import { deputiesAnswer, loadAnswer } from '../../shared/answers/staff-answers.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { urgentTasks } from '../tasks/urgent-tasks.ts';
import { requestNumber } from './own-routes.ts';

const longestLeaveDays = 92;

/** What heads see of their units, deputies during leave, and what stands still. */
export function registerLoadRoutes(parts: PluginParts): void {
  const { ctx, deputies } = parts;

  ctx.route({
    method: 'get',
    path: '/load',
    access: 'load.read',
    summary: "Load, ageing and near breaches of the caller's units, and of their officials",
    input: z.strictObject({}),
    output: loadAnswer,
    async handle(_input, call) {
      const { language } = call;
      const actor = actorOf(call);
      const units = ctx.access.unitsWith(actor, 'requests:load.read');
      const open = `t.closed_at IS NULL AND t.holder = 'authority' AND ($1::text[] IS NULL OR t.unit = ANY($1))`;
      const [byUnit, closed, byOfficial, ageing, urgent] = await Promise.all([
        ctx.db.query<{ id: string; open: number; late: number; soon: number; free: number; oldest: Date | null }>(
          `SELECT t.unit AS id, count(*)::int AS open, count(*) FILTER (WHERE due_at < now())::int AS late,
             count(*) FILTER (WHERE due_at BETWEEN now() AND now() + interval '1 day')::int AS soon,
             count(*) FILTER (WHERE claimed_by IS NULL)::int AS free, min(opened_at) AS oldest
           FROM task t WHERE ${open} AND t.unit IS NOT NULL GROUP BY 1`,
          [units],
        ),
        ctx.db.query<{ unit: string; closed_by: string; name: Bilingual | null; count: number }>(
          `SELECT unit, closed_by, (array_agg(closed_name))[1] AS name, count(*)::int AS count FROM task
           WHERE closed_at > now() - interval '7 days' AND closed_by IS NOT NULL AND holder = 'authority' AND ($1::text[] IS NULL OR unit = ANY($1)) GROUP BY 1, 2`,
          [units],
        ),
        ctx.db.query<{ id: string; name: Bilingual; open: number; late: number }>(
          `SELECT claimed_by AS id, (array_agg(claimed_name))[1] AS name, count(*)::int AS open, count(*) FILTER (WHERE due_at < now())::int AS late
           FROM task t WHERE ${open} AND claimed_by IS NOT NULL GROUP BY 1`,
          [units],
        ),
        ctx.db.query<{ days: string; count: number }>(
          `SELECT CASE WHEN age < 1 THEN '0' WHEN age < 3 THEN '1-2' WHEN age < 8 THEN '3-7' WHEN age < 15 THEN '8-14' ELSE '15+' END AS days, count(*)::int AS count
           FROM (SELECT extract(epoch FROM now() - opened_at) / 86400 AS age FROM task t WHERE ${open}) AS ages GROUP BY 1 ORDER BY min(age)`,
          [units],
        ),
        urgentTasks(parts, actor, units, language),
      ]);
      const done = new Map<string, { name: Bilingual | null; count: number }>();
      for (const { closed_by, name, count } of closed) done.set(closed_by, { name, count: (done.get(closed_by)?.count ?? 0) + count });
      const officials = new Map(
        byOfficial.map((one) => [
          one.id,
          { id: one.id, name: one.name[language], open: one.open, late: one.late, closedThisWeek: done.get(one.id)?.count ?? 0 },
        ]),
      );
      for (const [id, { name, count }] of done)
        if (!officials.has(id)) officials.set(id, { id, name: name?.[language] ?? '', open: 0, late: 0, closedThisWeek: count });
      return {
        units: byUnit
          .map(({ id, oldest, ...counts }) => ({
            id,
            name: ctx.access.unit(id)?.name[language] ?? id,
            ...counts,
            oldestAt: oldest ? new Date(oldest).toISOString() : null,
            closedThisWeek: closed.filter(({ unit }) => unit === id).reduce((sum, { count }) => sum + count, 0),
          }))
          .toSorted((a, b) => b.late - a.late || b.open - a.open),
        officials: [...officials.values()].toSorted((a, b) => b.open - a.open),
        urgent,
        ageing: [...ageing],
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/deputies',
    access: 'task.read',
    summary: 'Whom the caller has named as deputies, and whom they could name',
    input: z.strictObject({}),
    output: deputiesAnswer,
    async handle(_input, call) {
      const actor = actorOf(call);
      const { language } = call;
      const named = await deputies.named(actor.person.id);
      const people = await colleaguesOf(parts, actor.roles, actor.person.id);
      return {
        deputies: named.map(({ deputy, from, until }) => ({ id: deputy.id, name: deputy.name[language], from, until })),
        colleagues: people.map(({ id, name }) => ({ id, name: name[language] })),
      };
    },
  });

  ctx.route({
    method: 'put',
    path: '/deputies',
    access: 'task.decide',
    summary: 'Names a deputy for the days of a leave, among those who hold one of the same roles on the same unit',
    input: z.strictObject({ deputy: z.string().max(80), from: z.iso.date(), until: z.iso.date() }),
    output: z.undefined(),
    async handle({ deputy, from, until }, call) {
      const actor = actorOf(call);
      const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
      if (days < 0 || days > longestLeaveDays) throw new AmanahError('HTTP_INVALID_INPUT', { detail: `${from}–${until}` });
      const person = (await colleaguesOf(parts, actor.roles, actor.person.id)).find(({ id }) => id === deputy);
      if (!person) throw new AmanahError('HTTP_PERMISSION_DENIED', { detail: `deputy ${deputy}` });
      await deputies.name(actor, person, from, until);
      await ctx.audit.record({ action: 'deputy.named', actor, subject: deputy, requestId: call.requestId, data: { from, until } });
      return undefined;
    },
  });

  ctx.route({
    method: 'delete',
    path: '/deputies/{from}',
    access: 'task.decide',
    summary: 'Ends a deputy before the time',
    input: z.strictObject({ from: z.iso.date() }),
    output: z.undefined(),
    async handle({ from }, call) {
      const actor = actorOf(call);
      await deputies.end(actor.person.id, from);
      await ctx.audit.record({ action: 'deputy.ended', actor, subject: actor.person.id, requestId: call.requestId, data: { from } });
      return undefined;
    },
  });

  ctx.route({
    method: 'get',
    path: '/stuck',
    access: 'case.repair',
    summary: 'Requests whose procedure cannot go on, with why, and automatic steps that wait long',
    input: z.strictObject({}),
    output: z.strictObject({
      stuck: z.array(z.strictObject({ number: z.string(), procedure: z.string(), why: z.string(), since: z.iso.datetime() })),
      waiting: z.array(
        z.strictObject({
          number: z.string(),
          step: z.string(),
          operation: z.string(),
          tried: z.number().int(),
          error: z.string().nullable(),
          since: z.iso.datetime(),
        }),
      ),
    }),
    async handle() {
      const [stuck, waiting] = await Promise.all([
        ctx.db.query<{ number: string; procedure: string; why: string; since: Date }>(
          'SELECT number, procedure, stuck AS why, changed_at AS since FROM request WHERE stuck IS NOT NULL ORDER BY changed_at LIMIT 200',
        ),
        ctx.db.query<{ number: string; step: string; operation: string; tried: number; error: string | null; since: Date }>(
          `SELECT request AS number, step, operation, tried, last_error AS error, opened_at AS since FROM outside_step
           WHERE state = 'waiting' AND opened_at < now() - interval '2 minutes' ORDER BY opened_at LIMIT 200`,
        ),
      ]);
      const iso = <T extends { since: Date }>(row: T) => ({ ...row, since: new Date(row.since).toISOString() });
      return { stuck: stuck.map(iso), waiting: waiting.map(iso) };
    },
  });

  ctx.route({
    method: 'post',
    path: '/stuck/{number}/retry',
    access: 'case.repair',
    summary: 'Lets the automatic steps of a request be tried again now',
    input: z.strictObject({ number: requestNumber }),
    output: z.strictObject({ done: z.number().int(), waiting: z.number().int() }),
    async handle({ number }, call) {
      const steps = await ctx.db.query<{ token: number }>(`SELECT token FROM outside_step WHERE request = $1 AND state = 'waiting'`, [number]);
      let done = 0;
      for (const { token } of steps)
        await parts.runner.run({ request: number, token }, call).then(
          () => done++,
          (error: unknown) => ctx.log.warn({ err: error, request: number, token }, 'a step of a procedure waits still'),
        );
      return { done, waiting: steps.length - done };
    },
  });
}

/** Others who hold one of the roles on the same unit. */
async function colleaguesOf({ ctx }: PluginParts, roles: readonly { readonly role: string; readonly unit: string }[], except: string) {
  const lists = await Promise.all(roles.filter(({ role }) => role !== 'official').map(({ role, unit }) => ctx.access.holdersOf(role, unit)));
  return [...new Map(lists.flat().map((person) => [person.id, person])).values()].filter(({ id }) => id !== except);
}
