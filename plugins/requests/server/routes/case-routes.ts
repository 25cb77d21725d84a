import { AmanahError, errorText } from '@amanah/errors';
import type { Actor, Call, Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import { procedureMap } from '../../shared/answers/request-answers.ts';
import { caseAnswer, caseList } from '../../shared/answers/staff-answers.ts';
import { scoreOf, type Score } from '../../shared/forms/score.ts';
import { actorOf, isOwnCase } from '../acting-for.ts';
import { caseRow, type CaseRow } from '../cases/case-row.ts';
import { caseAnswerOf } from '../cases/case-view.ts';
import { findCases } from '../cases/find-cases.ts';
import { writeLetter } from '../cases/letters.ts';
import { procedureMapOf } from '../cases/procedure-map.ts';
import { caseLineOf } from '../cases/request-line.ts';
import { tellOpenPages } from '../notices.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { visitVerdict } from '../requests/visit-verdict.ts';
import { doTask } from '../tasks/do-task.ts';
import { findTask } from '../tasks/find-task.ts';
import { maxNote, requestNumber } from './own-routes.ts';
import { assertMaySign, signs } from '../tasks/signing.ts';

const number = requestNumber;

/** What officials do with requests of their units. */
export function registerCaseRoutes(parts: PluginParts): void {
  const { ctx, desk, directory, taskAccess, words } = parts;
  const view = { directory, words, access: ctx.access };

  /** @throws REQUESTS_UNKNOWN also for requests of other units */
  const readable = async (call: Call, of: string): Promise<{ readonly actor: Actor; readonly row: CaseRow }> => {
    const actor = actorOf(call);
    const row = await caseRow(ctx.db, of);
    if (!(await taskAccess.mayRead(ctx.db, actor, row))) throw new AmanahError('REQUESTS_UNKNOWN', { detail: of });
    return { actor, row };
  };

  /** Where the procedure waits for a visit's result beside the inspector's own step, the checklist that was sent is it. */
  const tellVisit = async (tx: Queryable, of: string, token: number, verdict: string) => {
    const [awaited] = await tx.query(`SELECT 1 FROM awaited WHERE request = $1 AND message = 'visit-result-received'`, [of]);
    if (awaited)
      await desk.tellWithin(tx, { request: of, message: 'visit-result-received', key: `visit/${token}`, facts: { visitResult: verdict }, decision: verdict });
  };

  ctx.route({
    method: 'get',
    path: '/cases',
    access: 'case.read',
    summary: "Requests of the caller's units by number, name, identifier or place, newest first",
    input: z.strictObject({
      query: z.string().max(120).default(''),
      open: z.stringbool().optional(),
      service: z.string().optional(),
      before: number.optional(),
    }),
    output: caseList,
    async handle({ query, open, service, before }, call) {
      const actor = actorOf(call);
      const units = ctx.access.unitsWith(actor, 'requests:case.read');
      const { rows, next } = await findCases(ctx.db, { units, query, open, service, before });
      return { cases: rows.map((row) => caseLineOf(row, call.language, view)), next };
    },
  });

  ctx.route({
    method: 'get',
    path: '/cases/{number}',
    access: 'task.read',
    summary: 'A request as officials see it: data and where they come from, tasks, history, letters, earlier requests',
    input: z.strictObject({ number }),
    output: caseAnswer,
    async handle(input, call) {
      const { actor, row } = await readable(call, input.number);
      return caseAnswerOf(parts, actor, row, call.language, (code) => errorText(code, call.language));
    },
  });

  ctx.route({
    method: 'get',
    path: '/cases/{number}/map',
    access: 'task.read',
    summary: "Where a request stands on its procedure's diagram",
    input: z.strictObject({ number }),
    output: procedureMap,
    async handle(input, call) {
      const { row } = await readable(call, input.number);
      return procedureMapOf(ctx.db, row, await parts.procedures().at(row.procedure, row.version), call.language);
    },
  });

  ctx.route({
    method: 'post',
    path: '/cases/{number}/tasks/{token}/decision',
    access: 'task.decide',
    summary: 'Decides a task: a decision of its step with coded reasons, a note, and the answers of its form',
    maxBodyBytes: 262_144,
    input: z.strictObject({
      number,
      token: z.coerce.number().int(),
      revision: z.number().int(),
      decision: z.string().max(60).optional(),
      reasons: z.array(z.string().max(60)).max(20).optional(),
      note: z.string().max(maxNote).optional(),
      answers: z.record(z.string(), z.unknown()).optional(),
    }),
    output: z.strictObject({
      state: z.string(),
      problems: z.array(z.strictObject({ path: z.string(), rule: z.string(), limit: z.union([z.string(), z.number()]).optional() })),
    }),
    async handle({ number: of, token, revision, answers: sent, ...decided }, call) {
      const { actor, row } = await readable(call, of);
      const task = await findTask(ctx.db, { request: of, token });
      const holding = await taskAccess.holdingFor(ctx.db, actor, task, row);
      if (signs(task.form)) assertMaySign(actor);
      const behalf = holding.inPlaceOf ? { inPlaceOf: holding.inPlaceOf } : {};
      const done = await doTask(
        parts,
        { actor, row, task, decided, sent, revision, behalf },
        {
          facts: ({ form, answers }) => withScore(scoreOf(form, answers)),
          async within(tx, filled) {
            const score = filled && scoreOf(filled.form, filled.answers);
            if (score) await tellVisit(tx, of, token, visitVerdict(score, filled.answers));
          },
        },
      );
      if (done.problems.length > 0) return { state: done.state, problems: [...done.problems] };
      const { decision, reasons } = decided;
      await ctx.audit.record({
        action: 'case.decided',
        actor,
        subject: of,
        requestId: call.requestId,
        data: { step: task.step, decision, reasons, inPlaceOf: holding.inPlaceOf },
      });
      return { state: done.state, problems: [] };
    },
  });

  ctx.route({
    method: 'post',
    path: '/cases/{number}/letters',
    access: 'task.decide',
    summary: "Writes to the applicant's side",
    input: z.strictObject({ number, body: z.string().trim().min(1).max(4_000) }),
    output: z.undefined(),
    async handle(input, call) {
      const { actor, row } = await readable(call, input.number);
      if (isOwnCase(actor, row)) throw new AmanahError('REQUESTS_OWN_CASE', { detail: row.number });
      await writeLetter(ctx.db, row.number, { fromApplicant: false, person: actor.person, body: input.body });
      await tellOpenPages(ctx, { number: row.number, personId: row.person_id });
      return undefined;
    },
  });
}

function withScore(score: Score | null): Readonly<Record<string, unknown>> {
  return score ? { visitScore: score } : {};
}
