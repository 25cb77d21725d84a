import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import {
  checkAnswer,
  comparisonAnswer,
  movedAnswer,
  procedureAnswer,
  procedureList,
  simulationAnswer,
  type FindingAnswer,
} from '../../shared/answers/procedure-answers.ts';
import type { Procedure } from '../../procedure/definition.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { checkText, type CheckedText, type Finding } from '../publishing/check-text.ts';
import { liveSteps } from '../publishing/live-steps.ts';
import { moveRequests } from '../publishing/move-requests.ts';
import { Publications } from '../publishing/publications.ts';
import { recordedPast } from '../publishing/recorded-past.ts';
import { compareVersions } from '../simulation/compare.ts';
import { simulate, type SimulationResult } from '../simulation/simulate.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);
const version = z.string().regex(/^[0-9a-f]{16}$/);
/** Longest text of a procedure. */
const maxBodyBytes = 2_097_152;
const bpmn = z.string().max(maxBodyBytes - 1_024);
const mostSimulated = 5_000;
/** Requests that ran on a version before its days count as measured. */
const enoughEnded = 20;
const seed = 20_261_127;

/** What analysts do with procedures: look at live figures, draw, check, simulate, publish, compare. */
export function registerProcedureRoutes(parts: PluginParts): void {
  const { ctx, directory, choices, operations, words } = parts;
  const publications = new Publications(ctx.db);
  const known = () => ({
    roles: new Set(ctx.access.roles().map((role) => role.id)),
    procedures: new Set(parts.procedures().ids()),
    operations,
  });
  const servicesOf = (procedure: string, { language }: Call) =>
    [...choices.values()]
      .filter((choice) => choice.procedure === procedure)
      .map(({ code }) => ({ code, name: directory.services.get(code)?.name[language] ?? code }));
  const current = async (procedure: string) => {
    const found = await parts.procedures().forNew(procedure, '', new Date());
    if (!found) throw new AmanahError('REQUESTS_PROCEDURE_UNKNOWN', { detail: procedure });
    return found;
  };

  const wordsOf = (findings: readonly Finding[], procedure: Procedure | null, { language }: Call): FindingAnswer[] =>
    findings.map(({ key, at, severity, values }) => {
      const name = at === null ? '' : (procedure?.nodes.get(at)?.name[language] ?? values['name'] ?? at);
      const text = Object.entries({ ...values, name }).reduce(
        (said, [place, value]) => said.replaceAll(`{${place}}`, value),
        ctx.text(`finding_${key}`, language),
      );
      return { key, at, severity, text };
    });

  ctx.route({
    method: 'get',
    path: '/procedures',
    access: 'procedure.read',
    summary: 'Procedures with their services, what runs on them and how long it takes',
    input: z.strictObject({}),
    output: procedureList,
    async handle(_input, call) {
      const rows = await ctx.db.query<{ id: string; running: number; late: number; ended: number; days: number | null }>(
        `SELECT procedure AS id, count(*) FILTER (WHERE ended_at IS NULL)::int AS running, count(*) FILTER (WHERE ended_at IS NULL AND due_at < now())::int AS late,
           count(*) FILTER (WHERE ended_at > now() - interval '90 days')::int AS ended,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - submitted_at) / 86400) FILTER (WHERE ended_at > now() - interval '90 days')::float8 AS days
         FROM request WHERE ended_at IS NULL OR ended_at > now() - interval '90 days' GROUP BY 1`,
      );
      const counts = new Map(rows.map((row) => [row.id, row]));
      const procedures = await Promise.all(parts.procedures().ids().map(current));
      return {
        procedures: procedures.map(({ id: procedure, procedure: { name } }) => {
          const count = counts.get(procedure);
          return {
            id: procedure,
            title: name[call.language],
            services: servicesOf(procedure, call),
            running: count?.running ?? 0,
            late: count?.late ?? 0,
            endedIn90Days: count?.ended ?? 0,
            medianDays: count?.days === null || count?.days === undefined ? null : Math.round(count.days * 10) / 10,
          };
        }),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/procedures/{id}',
    access: 'procedure.read',
    summary: 'A procedure as a diagram with live counts and median times on each step, its versions and publications',
    input: z.strictObject({ id, unit: z.string().max(60).optional() }),
    output: procedureAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const { language } = call;
      const { version: now, procedure } = await current(input.id);
      const [text, steps, versions, published, draft] = await Promise.all([
        publications.text(input.id, now),
        liveSteps(ctx.db, input.id, input.unit ? [input.unit] : null),
        publications.versionsOf(input.id),
        publications.of(input.id),
        publications.draft(input.id, actor.person.id),
      ]);
      const municipalities = new Set(['municipality', 'sub-municipality', 'village-cluster']);
      return {
        id: input.id,
        title: procedure.name[language],
        services: servicesOf(input.id, call),
        version: now,
        bpmn: text,
        steps: steps.map((step) => ({ ...step, title: procedure.nodes.get(step.step)?.name[language] ?? step.step })),
        versions: [...versions],
        publications: published.map(({ unit, by, version: of, validFrom }) => ({
          version: of,
          unit,
          unitName: unit === null ? null : (ctx.access.unit(unit)?.name[language] ?? unit),
          validFrom,
          by: by?.[language] ?? null,
        })),
        draft,
        units: ctx.access.units().flatMap((unit) => (municipalities.has(unit.type) ? [{ id: unit.id, name: unit.name[language] }] : [])),
      };
    },
  });

  ctx.route({
    method: 'put',
    path: '/procedures/{id}/draft',
    access: 'procedure.design',
    summary: 'Keeps the draft of a new version and says what stands against publishing it',
    maxBodyBytes,
    input: z.strictObject({ id, bpmn }),
    output: checkAnswer,
    async handle(input, call) {
      await current(input.id);
      await publications.keepDraft(input.id, actorOf(call).person.id, input.bpmn);
      const { procedure, findings } = await checkText(input.id, input.bpmn, known());
      return { runnable: procedure !== null, findings: wordsOf(findings, procedure, call) };
    },
  });

  ctx.route({
    method: 'delete',
    path: '/procedures/{id}/draft',
    access: 'procedure.design',
    summary: 'Discards the draft of a new version',
    input: z.strictObject({ id }),
    output: z.undefined(),
    async handle(input, call) {
      await publications.discardDraft(input.id, actorOf(call).person.id);
      return undefined;
    },
  });

  /** The text that is meant: a version, or the reader's draft. @throws REQUESTS_PROCEDURE_UNKNOWN */
  const meant = async (
    procedure: string,
    of: string,
    call: Call,
  ): Promise<{ readonly bpmn: string; readonly checked: CheckedText & { readonly procedure: Procedure } }> => {
    const text = of === 'draft' ? await publications.draft(procedure, actorOf(call).person.id) : await publications.text(procedure, of);
    if (text === null) throw new AmanahError('REQUESTS_PROCEDURE_UNKNOWN', { detail: `${procedure} ${of}` });
    const checked = await checkText(procedure, text, known());
    if (checked.procedure === null) throw new AmanahError('REQUESTS_PROCEDURE_FAULTY', { detail: `${procedure} ${of}` });
    return { bpmn: text, checked: { ...checked, procedure: checked.procedure } };
  };
  const play = async (procedure: Procedure, of: string, requests: number): Promise<SimulationResult> =>
    simulate({ procedure, past: await recordedPast(ctx.db, of), calendar: parts.calendar, requests, seed, from: new Date() });

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/simulation',
    access: 'procedure.design',
    summary: 'Plays requests through a version or the draft with the times and decisions of the recorded past',
    input: z.strictObject({ id, version: z.union([version, z.literal('draft')]), requests: z.number().int().min(1).max(mostSimulated).default(1_000) }),
    output: simulationAnswer,
    async handle(input, call) {
      const { procedure } = (await meant(input.id, input.version, call)).checked;
      const result = await play(procedure, input.id, input.requests);
      const past = await recordedPast(ctx.db, input.id);
      return {
        ...result,
        recorded: Object.values(past.steps).reduce((sum, { durationsMs }) => sum + durationsMs.length, 0),
        steps: result.steps.map((step) => ({ ...step, title: procedure.nodes.get(step.step)?.name[call.language] ?? step.step })),
        timers: [...result.timers],
        ends: result.ends.map(({ at, ...end }) => ({ ...end, at: at ?? null, title: words.state(end.state).title[call.language] })),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/procedures/{id}/comparison',
    access: 'procedure.read',
    summary: 'Two versions side by side: steps, visits, documents, days',
    input: z.strictObject({ id, before: version, after: z.union([version, z.literal('draft')]) }),
    output: comparisonAnswer,
    async handle(input, call) {
      const documents = [...choices.values()]
        .filter((choice) => choice.procedure === input.id)
        .flatMap(({ code }) => (directory.services.get(code)?.['requiredDocuments'] as { source: string }[] | undefined) ?? [])
        .slice(0, 40);
      const measured = async (of: string) => {
        const { procedure } = (await meant(input.id, of, call)).checked;
        const past = of === 'draft' ? null : await recordedTimes(of);
        return {
          version: { procedure, documents, times: past ?? (await play(procedure, input.id, 500)) },
          how: past ? ('recorded' as const) : ('simulated' as const),
        };
      };
      const recordedTimes = async (of: string) => {
        const [row] = await ctx.db.query<{ requests: number; median: number | null; p90: number | null }>(
          `SELECT count(*)::int AS requests, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - submitted_at) * 1000)::float8 AS median,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - submitted_at) * 1000)::float8 AS p90
           FROM request WHERE procedure = $1 AND version = $2 AND ended_at IS NOT NULL`,
          [input.id, of],
        );
        if (!row || row.requests < enoughEnded) return null;
        return { requests: row.requests, medianMs: row.median, p90Ms: row.p90, steps: [] };
      };
      const [before, after] = await Promise.all([measured(input.before), measured(input.after)]);
      const { added, removed, changed, ...figures } = compareVersions(before.version, after.version);
      return { ...figures, added: [...added], removed: [...removed], changed: [...changed], measured: { before: before.how, after: after.how } };
    },
  });

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/publications',
    access: 'procedure.publish',
    summary: 'Publishes the draft, or an earlier version again, from a day on, for one municipality or all',
    stepUpSeconds: 900,
    input: z.strictObject({
      id,
      version: z.union([version, z.literal('draft')]),
      from: z.iso.date().nullable(),
      units: z.array(z.string().max(60)).min(1).max(60).nullable(),
    }),
    output: z.strictObject({ version }),
    async handle(input, call) {
      const actor = actorOf(call);
      const { bpmn: text, checked } = await meant(input.id, input.version, call);
      if (checked.findings.some(({ severity }) => severity === 'error')) throw new AmanahError('REQUESTS_PROCEDURE_FAULTY', { detail: input.id });
      const unknown = input.units?.find((unit) => !ctx.access.unit(unit));
      if (unknown !== undefined) throw new AmanahError('HTTP_INVALID_INPUT', { detail: unknown });
      const from = input.from === null ? new Date() : new Date(`${input.from}T00:00:00+03:00`);
      const published = await publications.publish(input.id, text, { by: actor, from, units: input.units });
      await ctx.audit.record({
        action: 'procedure.published',
        actor,
        subject: input.id,
        requestId: call.requestId,
        data: { version: published, from: from.toISOString(), units: input.units },
      });
      return { version: published };
    },
  });

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/moves',
    access: 'procedure.publish',
    summary: 'Moves running requests to another version where their step is still there; a dry run says what would happen',
    input: z.strictObject({ id, from: version, to: version, dryRun: z.boolean() }),
    output: movedAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const { moved, obstacles } = await moveRequests(ctx.db, parts.ground, { procedure: input.id, ...input, by: actor, enqueue: parts.enqueue });
      if (!input.dryRun)
        await ctx.audit.record({
          action: 'procedure.moved',
          actor,
          subject: input.id,
          requestId: call.requestId,
          data: { from: input.from, to: input.to, moved: moved.length, left: obstacles.length },
        });
      return {
        moved: [...moved],
        obstacles: obstacles.map(({ number, obstacles: why }) => ({
          number,
          why: why.map(({ key, at }) => ({ key, at, text: ctx.text(`obstacle_${key}`, call.language) })),
        })),
      };
    },
  });
}
