import { AmanahError } from '@amanah/errors';
import type { Actor, Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { ownList, ownRequest, procedureMap } from '../../shared/answers/request-answers.ts';
import { submissionAnswer } from '../../shared/answers/draft-answers.ts';
import { actorOf, behalfOf, isApplicant, isPrincipal, servicesOf } from '../acting-for.ts';
import { caseRow, type CaseRow } from '../cases/case-row.ts';
import { heldUp } from '../cases/held-up.ts';
import { lettersOf, writeLetter } from '../cases/letters.ts';
import { requestsOfOffice } from '../cases/office-requests.ts';
import { ownRequests, waitingRequests } from '../cases/own-requests.ts';
import { procedureMapOf } from '../cases/procedure-map.ts';
import { makeReceipt, papersOf } from '../cases/request-papers.ts';
import { requestLineOf } from '../cases/request-line.ts';
import { openTasks, taskAnswerOf } from '../cases/task-view.ts';
import { timelineOf } from '../cases/timeline.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { riyadhDay } from '../operations/papers.ts';
import { namedOffices, type OfficeAnswers } from '../requests/named-offices.ts';
import { objectionTo } from '../requests/objectable.ts';
import { overLimit } from '../steps/fee-limit.ts';
import { doTask } from '../tasks/do-task.ts';
import { publicFacts } from '../cases/public-facts.ts';

export const requestNumber = z.string().regex(/^\d{4}-\d{4}-\d{5,9}$/);
const number = requestNumber;
export const maxNote = 2_000;

/** What the applicant's side does with its requests. */
export function registerOwnRoutes(parts: PluginParts): void {
  const { ctx, desk, directory, drafts, taskAccess, words } = parts;
  const view = { directory, words, access: ctx.access };

  /** @throws REQUESTS_UNKNOWN also for the requests of others */
  const own = async (call: Call, of: string): Promise<{ readonly actor: Actor; readonly row: CaseRow }> => {
    const actor = actorOf(call);
    const row = await caseRow(ctx.db, of);
    if (!isApplicant(actor, row) && !(await outsideTask(actor, row))) throw new AmanahError('REQUESTS_UNKNOWN', { detail: of });
    return { actor, row };
  };
  const outsideTask = async (actor: Actor, row: CaseRow) => (await openTasks(ctx.db, row.number)).some((task) => taskAccess.mayDoOutside(actor, task, row));

  ctx.route({
    method: 'get',
    path: '/own',
    access: 'own.read',
    summary: 'Requests and drafts of whom the caller acts for, newest first',
    input: z.strictObject({ open: z.stringbool().optional(), before: number.optional() }),
    output: ownList,
    async handle(input, call) {
      const actor = actorOf(call);
      const services = servicesOf(actor.capacity);
      const first = input.before === undefined && input.open !== false;
      const [{ rows, next }, waiting, ofOffice, kept] = await Promise.all([
        ownRequests(ctx.db, actor, input),
        first ? waitingRequests(ctx.db, actor) : [],
        first ? requestsOfOffice(ctx.db, actor) : [],
        first ? drafts.list(actor.person.id) : [],
      ]);
      return {
        waiting: [...ofOffice, ...waiting].map((row) => requestLineOf(row, call.language, view)),
        requests: rows.map((row) => requestLineOf(row, call.language, view)),
        drafts: kept
          .filter((draft) => draft.capacity_id === actor.capacityId && (services?.includes(draft.service) ?? true))
          .map(({ id, number: of, service, changed_at }) => ({
            id,
            number: of,
            service: { code: service, name: directory.services.get(service)?.name[call.language] ?? service },
            changedAt: new Date(changed_at).toISOString(),
          })),
        next,
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/own/{number}',
    access: 'own.read',
    summary: 'A request of whom the caller acts for: where it stands, what is to be done, what happened',
    input: z.strictObject({ number }),
    output: ownRequest,
    async handle(input, call) {
      const { actor, row } = await own(call, input.number);
      const { language } = call;
      const procedure = await parts.procedures().at(row.procedure, row.version);
      const taskView = { service: row.service, procedure, words, forms: directory.forms, language, actor };
      const tasks = (await openTasks(ctx.db, row.number)).filter((task) => taskAccess.mayDoOutside(actor, task, row));
      const line = requestLineOf(row, language, view);
      const over = overLimit(row);
      return {
        ...line,
        waitsForYou: tasks.length > 0 || line.waitsForYou,
        pattern: directory.forms.get(row.service)?.pattern ?? '',
        revision: row.revision,
        unitName: ctx.access.unit(row.unit)?.name[language] ?? row.unit,
        capacity: row.capacity.kind,
        next: words.state(row.state).next[language],
        canWithdraw: row.ended_at === null && !row.progress.withdrawing && isApplicant(actor, row),
        form: directory.forms.get(row.service) ?? null,
        answers: row.answers,
        facts: publicFacts(row.facts),
        overLimit: over && { ...over, mayApprove: isPrincipal(actor, row) },
        objection: isApplicant(actor, row) ? objectionTo(row, riyadhDay(new Date())) : null,
        tasks: await Promise.all(tasks.map((task) => taskAnswerOf(ctx.db, task, taskView))),
        heldUp: row.ended_at === null ? await heldUp(ctx.db, row.number, procedure, language) : null,
        timeline: [
          ...(await timelineOf(ctx.db, row.number, {
            service: row.service,
            procedure,
            words,
            language,
            text: (key) => ctx.text(key, language),
            forApplicant: true,
            applicant: row.person_id,
          })),
        ],
        letters: [...(await lettersOf(ctx.db, row.number, language, ctx.text('letterAuthority', language)))],
        papers: await papersOf(parts, row, language),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/own/{number}/receipt',
    access: 'own.read',
    summary: 'The paper that says that a request was received; made when it is first asked for',
    input: z.strictObject({ number }),
    output: z.strictObject({ path: z.string() }),
    async handle(input, call) {
      const { row } = await own(call, input.number);
      return { path: await makeReceipt(parts, row) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/own/{number}/map',
    access: 'own.read',
    summary: "Where a request stands on its procedure's diagram",
    input: z.strictObject({ number }),
    output: procedureMap,
    async handle(input, call) {
      const { row } = await own(call, input.number);
      return procedureMapOf(ctx.db, row, await parts.procedures().at(row.procedure, row.version), call.language);
    },
  });

  ctx.route({
    method: 'post',
    path: '/own/{number}/tasks/{token}',
    access: 'own.write',
    summary: "Does a task of the applicant's side: answers a return, chooses, confirms",
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
    output: submissionAnswer,
    async handle({ number: of, token, revision, answers: sent, ...decided }, call) {
      const { actor, row } = await own(call, of);
      const task = (await openTasks(ctx.db, of)).find((one) => one.token === token);
      if (!task) throw new AmanahError('REQUESTS_TASK_GONE', { detail: `${of} ${token}` });
      if (!taskAccess.mayDoOutside(actor, task, row)) throw new AmanahError('REQUESTS_UNKNOWN', { detail: of });
      const { problems } = await doTask(
        parts,
        { actor, row, task, decided, sent, revision, behalf: behalfOf(actor.capacity) },
        // An office that does its own step changes nothing of what the applicant wrote.
        {
          corrected: task.role === null || task.role === 'person' ? directory.forms.get(row.service) : undefined,
          facts: ({ answers }) => newlyNamed(row, answers),
        },
      );
      if (problems.length > 0) return { number: null, problems: [...problems] };
      return { number: of, problems: [] };
    },
  });

  ctx.route({
    method: 'post',
    path: '/own/{number}/withdrawal',
    access: 'own.write',
    summary: 'Withdraws a running request; what was done for it is undone',
    input: z.strictObject({ number, revision: z.number().int() }),
    output: z.undefined(),
    async handle(input, call) {
      const { actor, row } = await own(call, input.number);
      if (!isApplicant(actor, row)) throw new AmanahError('REQUESTS_UNKNOWN', { detail: input.number });
      const moved = await desk.move(input.number, {
        event: { type: 'withdraw' },
        by: { person: actor.person.id, name: actor.person.name, ...behalfOf(actor.capacity) },
        revision: input.revision,
      });
      if (moved.ignored) throw new AmanahError('REQUESTS_ENDED', { detail: input.number });
      return undefined;
    },
  });

  ctx.route({
    method: 'post',
    path: '/own/{number}/letters',
    access: 'own.write',
    summary: 'Writes to the unit that has the request in hand',
    input: z.strictObject({ number, body: z.string().trim().min(1).max(4_000) }),
    output: z.undefined(),
    async handle(input, call) {
      const { actor, row } = await own(call, input.number);
      await writeLetter(ctx.db, row.number, { fromApplicant: true, person: actor.person, body: input.body });
      return undefined;
    },
  });
}

/** Offices that a task has named, such as the contractor: the next tasks of their lanes are theirs. */
function newlyNamed({ facts }: CaseRow, answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const named = namedOffices((facts['officeAnswers'] ?? {}) as OfficeAnswers, answers);
  return Object.keys(named).length === 0 ? {} : { offices: { ...(facts['offices'] as object), ...named } };
}
