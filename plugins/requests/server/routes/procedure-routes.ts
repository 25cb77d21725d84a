import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { checkAnswer, procedureAnswer, procedureList, procedureTextAnswer } from '../../shared/answers/procedure-answers.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { liveSteps } from '../publishing/live-steps.ts';
import type { ProcedureTexts } from '../publishing/procedure-texts.ts';

export const procedureId = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);
export const versionId = z.string().regex(/^[0-9a-f]{16}$/);
export const versionOrDraft = z.union([versionId, z.literal('draft')]);
/** Longest text of a procedure. */
const maxBodyBytes = 2_097_152;
const municipalities = new Set(['municipality', 'sub-municipality', 'village-cluster']);

/** What analysts look at and draw: procedures with live figures, their versions, drafts that are checked. */
export function registerProcedureRoutes({ ctx, directory, choices, procedures }: PluginParts, texts: ProcedureTexts): void {
  const { publications } = texts;
  const servicesOf = (procedure: string, { language }: Call) =>
    [...choices.values()]
      .filter((choice) => choice.procedure === procedure)
      .map(({ code }) => ({ code, name: directory.services.get(code)?.name[language] ?? code }));

  ctx.route({
    method: 'get',
    path: '/procedures',
    access: 'procedure.read',
    summary: 'Procedures with their services, what runs on them and how long it takes',
    input: z.strictObject({}),
    output: procedureList,
    async handle(_input, call) {
      const rows = await ctx.db.query<{ id: string; running: number; late: number; endedIn90Days: number; medianDays: number | null }>(
        `SELECT procedure AS id, count(*) FILTER (WHERE ended_at IS NULL)::int AS running, count(*) FILTER (WHERE ended_at IS NULL AND (due_at < now() OR late_task))::int AS late,
           count(ended_at)::int AS "endedIn90Days",
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - submitted_at) / 86400))::numeric, 1)::float8 AS "medianDays"
         FROM (SELECT *, EXISTS (SELECT FROM task WHERE request = number AND closed_at IS NULL AND task.due_at < now()) AS late_task
           FROM request WHERE ended_at IS NULL OR ended_at > now() - interval '90 days') AS requests GROUP BY 1`,
      );
      const counts = new Map(rows.map((row) => [row.id, row]));
      const all = await Promise.all(
        procedures()
          .ids()
          .map((id) => texts.current(id)),
      );
      const none = { running: 0, late: 0, endedIn90Days: 0, medianDays: null };
      return {
        procedures: all.map(({ id, procedure: { name } }) => ({ ...none, ...counts.get(id), id, title: name[call.language], services: servicesOf(id, call) })),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/procedures/{id}',
    access: 'procedure.read',
    summary: 'A procedure as a diagram with live counts and median times on each step, its versions and publications',
    input: z.strictObject({ id: procedureId, unit: z.string().max(60).optional() }),
    output: procedureAnswer,
    async handle({ id, unit }, call) {
      const { language } = call;
      const { version, procedure } = await texts.current(id);
      const [bpmn, steps, versions, published, draft] = await Promise.all([
        publications.text(id, version),
        liveSteps(ctx.db, id, unit ? [unit] : null),
        publications.versionsOf(id),
        publications.of(id),
        publications.draft(id, actorOf(call).person.id),
      ]);
      return {
        id,
        title: procedure.name[language],
        services: servicesOf(id, call),
        version,
        bpmn,
        steps: steps.map((step) => ({ ...step, title: procedure.nodes.get(step.step)?.name[language] ?? step.step })),
        versions: [...versions],
        publications: published.map(({ unit: of, by, version: what, validFrom }) => ({
          version: what,
          unit: of,
          unitName: of === null ? null : (ctx.access.unit(of)?.name[language] ?? of),
          validFrom,
          by: by?.[language] ?? null,
        })),
        draftChangedAt: draft?.changedAt ?? null,
        units: ctx.access.units().flatMap((one) => (municipalities.has(one.type) ? [{ id: one.id, name: one.name[language] }] : [])),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/procedures/{id}/texts/{of}',
    access: 'procedure.read',
    summary: 'The BPMN text of a version or of the reader’s draft, with what may stand in it',
    input: z.strictObject({ id: procedureId, of: versionOrDraft }),
    output: procedureTextAnswer,
    async handle({ id, of }, call) {
      const { procedure } = await texts.current(id);
      const bpmn = await texts.text(id, of, actorOf(call));
      return {
        title: procedure.name[call.language],
        bpmn,
        version: of === 'draft' ? null : of,
        findings: texts.told(await texts.check(id, bpmn), call.language),
        ...texts.vocabulary(call.language),
      };
    },
  });

  ctx.route({
    method: 'put',
    path: '/procedures/{id}/draft',
    access: 'procedure.design',
    summary: 'Keeps the draft of a new version and says what stands against publishing it',
    maxBodyBytes,
    input: z.strictObject({ id: procedureId, bpmn: z.string().max(maxBodyBytes - 1_024) }),
    output: checkAnswer,
    async handle({ id, bpmn }, call) {
      await texts.current(id);
      await publications.keepDraft(id, actorOf(call).person.id, bpmn);
      const checked = await texts.check(id, bpmn);
      return { runnable: checked.procedure !== null, findings: texts.told(checked, call.language) };
    },
  });

  ctx.route({
    method: 'delete',
    path: '/procedures/{id}/draft',
    access: 'procedure.design',
    summary: 'Discards the draft of a new version',
    input: z.strictObject({ id: procedureId }),
    output: z.undefined(),
    async handle({ id }, call) {
      await publications.discardDraft(id, actorOf(call).person.id);
      return undefined;
    },
  });
}
