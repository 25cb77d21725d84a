import { AmanahError, type ErrorCode } from '@amanah/errors';
import type { Actor, Locale } from '@amanah/plugin-api';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { applicantName } from './applicant-name.ts';
import { caseColumns, type CaseRow } from './case-row.ts';
import { lettersOf } from './letters.ts';
import { masked, maskedAnswers } from './masking.ts';
import { requestLineOf } from './request-line.ts';
import { openTasks, taskAnswerOf, type OpenTask } from './task-view.ts';
import { timelineOf } from './timeline.ts';

const earlierShown = 5;

/** A request on one page for an official: whoever may not see personal identifiers gets their last digits only. */
export async function caseAnswerOf(
  parts: PluginParts,
  actor: Actor,
  row: CaseRow,
  language: Locale,
  errorTitle: (code: ErrorCode) => string,
): Promise<CaseAnswer> {
  const { ctx, directory, words } = parts;
  const { db, access } = ctx;
  const view = { directory, words, access };
  const procedure = await parts.procedures().at(row.procedure, row.version);
  const open = await openTasks(db, row.number);
  const mine = await tasksFor(parts, actor, row, open);
  const unmasked = access.may(actor, 'requests:case.unmask', row.unit) || mine.some(({ holding }) => holding !== null);
  const form = directory.forms.get(row.service);
  const shown = unmasked || !form ? { answers: row.answers, masked: [] } : maskedAnswers(form, row.answers);
  const taskView = { service: row.service, procedure, words, forms: directory.forms, language, actor };
  const { sources = {}, ...facts } = row.facts as { sources?: Record<string, unknown> } & Record<string, unknown>;
  const waiting = await db.query<{ step: string; opened_at: Date; tried: number; last_error: ErrorCode | null }>(
    `SELECT step, opened_at, tried, last_error FROM outside_step WHERE request = $1 AND state = 'waiting' ORDER BY opened_at`,
    [row.number],
  );
  const barred = mine.find(({ refusal }) => refusal !== null)?.refusal ?? null;
  return {
    ...requestLineOf(row, language, view),
    revision: row.revision,
    unitName: access.unit(row.unit)?.name[language] ?? row.unit,
    holder: row.holder,
    applicant: {
      name: applicantName(row, language),
      nationalId: row.national_id === null || unmasked ? row.national_id : masked(row.national_id),
      capacity: row.capacity.kind,
    },
    form: form ?? null,
    answers: shown.answers,
    masked: [...shown.masked],
    sources,
    facts,
    tasks: await Promise.all(
      mine.filter(({ holding }) => holding !== null).map(({ task, holding }) => taskAnswerOf(db, task, taskView, holding?.inPlaceOf ?? null)),
    ),
    timeline: [
      ...(await timelineOf(db, row.number, {
        service: row.service,
        procedure,
        words,
        language,
        text: (key) => ctx.text(key, language),
        forApplicant: false,
        applicant: row.person_id,
      })),
    ],
    letters: [...(await lettersOf(db, row.number, language, null))],
    earlier: await earlierOf(parts, actor, row, language),
    waitingFor: waiting.map(({ step, opened_at, tried, last_error }) => ({
      step: procedure.nodes.get(step)?.name[language] ?? step,
      since: new Date(opened_at).toISOString(),
      tried,
      error: last_error === null ? null : errorTitle(last_error),
    })),
    stuck: row.stuck,
    barred: barred === null ? null : errorTitle(barred),
  };
}

interface TaskFor {
  readonly task: OpenTask;
  readonly holding: { readonly inPlaceOf: string | null } | null;
  /** Why the actor, who holds the role, may not decide it. */
  readonly refusal: ErrorCode | null;
}

async function tasksFor({ ctx, taskAccess }: PluginParts, actor: Actor, row: CaseRow, open: readonly OpenTask[]): Promise<readonly TaskFor[]> {
  return Promise.all(
    open.map(async (task): Promise<TaskFor> => {
      try {
        return { task, holding: await taskAccess.holdingFor(ctx.db, actor, task, row), refusal: null };
      } catch (error) {
        if (!(error instanceof AmanahError)) throw error;
        return { task, holding: null, refusal: error.code === 'REQUESTS_UNKNOWN' ? null : error.code };
      }
    }),
  );
}

/** Earlier requests of the place and of the applicant, as far as the official may see them. */
async function earlierOf({ ctx, directory, words }: PluginParts, actor: Actor, row: CaseRow, language: Locale): Promise<CaseAnswer['earlier']> {
  const units = ctx.access.unitsWith(actor, 'requests:case.read');
  const find = (column: 'place' | 'beneficiary', value: string | null) =>
    value === null
      ? Promise.resolve([])
      : ctx.db.query<CaseRow>(
          `SELECT ${caseColumns} FROM request WHERE ${column} = $1 AND number <> $2 AND ($3::text[] IS NULL OR unit = ANY($3)) ORDER BY submitted_at DESC LIMIT ${earlierShown}`,
          [value, row.number, units],
        );
  const [place, applicant] = await Promise.all([find('place', row.place), find('beneficiary', row.beneficiary)]);
  const lines = (rows: readonly CaseRow[]) => rows.map((one) => requestLineOf(one, language, { directory, words, access: ctx.access }));
  return { place: lines(place), applicant: lines(applicant) };
}
