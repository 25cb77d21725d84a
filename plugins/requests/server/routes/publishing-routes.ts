import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Procedure } from '../../procedure/definition.ts';
import { comparisonAnswer, movedAnswer, simulationAnswer } from '../../shared/answers/procedure-answers.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { moveRequests } from '../publishing/move-requests.ts';
import type { ProcedureTexts } from '../publishing/procedure-texts.ts';
import { compareVersions } from '../simulation/compare.ts';
import { recordedPast } from '../simulation/recorded-past.ts';
import { simulate } from '../simulation/simulate.ts';
import { procedureId, versionId, versionOrDraft } from './procedure-routes.ts';

/** A thousand take a third of a second, in which the process answers nobody. */
const mostSimulated = 1_000;
const compared = 300;
/** The same question gets the same answer until requests have moved on. */
const seed = 20_261_127;
const hourMs = 3_600_000;
/** Publishing and moving change what happens to people: two factors within a quarter of an hour. */
const stepUpSeconds = 900;
const units = z.array(z.string().max(60)).min(1).max(60).nullable();
/** Midnight of a day where the Amanah is. */
const midnight = (day: string) => new Date(`${day}T00:00:00+03:00`);
const notOver = (day: string) => midnight(day).getTime() + 24 * hourMs > Date.now();

/** What analysts do with a version: play it, compare it, publish it, move running requests to it. */
export function registerPublishingRoutes(parts: PluginParts, texts: ProcedureTexts): void {
  const { ctx, choices, directory, words } = parts;
  /** Played from the beginning of the hour, so that looking twice shows the same. */
  const now = () => new Date(Math.floor(Date.now() / hourMs) * hourMs);
  const knownUnits = (asked: readonly string[] | null) => {
    const unknown = asked?.find((unit) => !ctx.access.unit(unit));
    if (unknown !== undefined) throw new AmanahError('HTTP_INVALID_INPUT', { detail: unknown });
  };

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/simulation',
    access: 'procedure.design',
    summary: 'Plays requests through a version or the draft with the times and decisions of the recorded past',
    input: z.strictObject({ id: procedureId, version: versionOrDraft, requests: z.number().int().min(1).max(mostSimulated).default(500) }),
    output: simulationAnswer,
    async handle({ id, version, requests }, call) {
      const { procedure } = await texts.runnable(id, version, actorOf(call));
      const past = await recordedPast(ctx.db, id);
      const result = simulate({ procedure, past, calendar: parts.calendar, requests, seed, from: now() });
      const titleOf = (step: string) => procedure.nodes.get(step)?.name[call.language] ?? step;
      return {
        ...result,
        recorded: Object.values(past.steps).reduce((sum, { durationsMs }) => sum + durationsMs.length, 0),
        steps: result.steps.map((step) => ({ ...step, title: titleOf(step.step) })),
        timers: result.timers.map(({ timer, fired }) => ({ timer, title: titleOf(timer), fired })),
        ends: result.ends.map(({ at, ...end }) => ({
          ...end,
          at: at ?? null,
          title: at === undefined ? words.state(end.state).title[call.language] : titleOf(at),
        })),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/procedures/{id}/comparison',
    access: 'procedure.read',
    summary: 'Two versions side by side, both played on the same recorded past: steps, visits, documents, days',
    input: z.strictObject({ id: procedureId, before: versionId, after: versionOrDraft }),
    output: comparisonAnswer,
    async handle({ id, before, after }, call) {
      const past = await recordedPast(ctx.db, id);
      const documents = documentsOf(id);
      const measured = async (of: string) => {
        const { procedure } = await texts.runnable(id, of, actorOf(call));
        return { procedure, documents, times: simulate({ procedure, past, calendar: parts.calendar, requests: compared, seed, from: now() }) };
      };
      const [one, other] = [await measured(before), await measured(after)];
      const { added, removed, changed, ...figures } = compareVersions(one, other);
      const named = (steps: readonly string[], { nodes }: Procedure, { language }: Call) =>
        steps.map((step) => ({ id: step, name: nodes.get(step)?.name[language] ?? step }));
      return {
        ...figures,
        added: named(added, other.procedure, call),
        removed: named(removed, one.procedure, call),
        changed: named(changed, other.procedure, call),
      };
    },
  });

  /** What the catalogue asks for, of the service with the most papers: a pattern serves many. */
  const documentsOf = (procedure: string): readonly { readonly source: string }[] =>
    [...choices.values()]
      .filter((choice) => choice.procedure === procedure)
      .map(({ code }) => (directory.services.get(code)?.['requiredDocuments'] as { source: string }[] | undefined) ?? [])
      .reduce((most, papers) => (papers.length > most.length ? papers : most), []);

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/publications',
    access: 'procedure.publish',
    summary: 'Publishes the draft, or an earlier version again, from a day on, for one municipality or all',
    stepUpSeconds,
    input: z.strictObject({ id: procedureId, version: versionOrDraft, from: z.iso.date().refine(notOver), units }),
    output: z.strictObject({ version: versionId }),
    async handle({ id, version, from: day, units: asked }, call) {
      const actor = actorOf(call);
      await texts.current(id);
      const { bpmn, findings } = await texts.runnable(id, version, actor);
      if (findings.some(({ severity }) => severity === 'error')) throw new AmanahError('REQUESTS_PROCEDURE_FAULTY', { detail: id });
      knownUnits(asked);
      // From today is from now: what was published this morning held until then.
      const from = new Date(Math.max(midnight(day).getTime(), Date.now()));
      const published = await texts.publications.publish(id, bpmn, { by: actor, from, units: asked });
      await ctx.audit.record({
        action: 'procedure.published',
        actor,
        subject: id,
        requestId: call.requestId,
        data: { version: published, from: from.toISOString(), units: asked },
      });
      return { version: published };
    },
  });

  ctx.route({
    method: 'post',
    path: '/procedures/{id}/moves',
    access: 'procedure.publish',
    summary: 'Moves running requests to another version where their step is still there; a dry run says what would happen',
    stepUpSeconds,
    input: z.strictObject({ id: procedureId, from: versionId, to: versionId, units, dryRun: z.boolean(), after: z.string().max(40).nullable().default(null) }),
    output: movedAnswer,
    async handle({ id, from, to, units: asked, dryRun, after }, call) {
      const actor = actorOf(call);
      await Promise.all([from, to].map((version) => texts.publications.text(id, version)));
      knownUnits(asked);
      const work = { procedure: id, from, to, units: asked, after, by: actor, dryRun, enqueue: parts.enqueue };
      const { moved, obstacles, next } = await moveRequests(ctx.db, parts.ground, work);
      if (!dryRun)
        await ctx.audit.record({
          action: 'procedure.moved',
          actor,
          subject: id,
          requestId: call.requestId,
          data: { from, to, units: asked, moved: moved.length, left: obstacles.length },
        });
      return {
        next,
        moved: [...moved],
        obstacles: obstacles.map(({ number, obstacles: why }) => ({
          number,
          why: why.map(({ key, at }) => ({ key, at, text: ctx.text(`obstacle_${key}`, call.language) })),
        })),
      };
    },
  });
}
