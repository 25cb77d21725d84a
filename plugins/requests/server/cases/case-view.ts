import { AmanahError, type ErrorCode } from '@amanah/errors';
import type { Actor, Locale } from '@amanah/plugin-api';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import type { Procedure } from '../../procedure/definition.ts';
import { sourceAnswerOf } from '../drafts/source-words.ts';
import type { StoredSources } from '../drafts/sources.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { applicantName } from './applicant-name.ts';
import { caseColumns, type CaseRow } from './case-row.ts';
import { lettersOf } from './letters.ts';
import { masked, maskedAnswers, maskedSource } from './masking.ts';
import { caseLineOf, requestLineOf } from './request-line.ts';
import { openTasks, taskAnswerOf, type OpenTask } from './task-view.ts';
import { timelineOf } from './timeline.ts';
import { waitingFor, type ErrorWords } from './waiting-for.ts';

const earlierShown = 5;

/** A request on one page for an official: whoever may not see personal identifiers gets their last digits only. */
export async function caseAnswerOf(parts: PluginParts, actor: Actor, row: CaseRow, language: Locale, errorWords: ErrorWords): Promise<CaseAnswer> {
  const { ctx, deputies, directory, words } = parts;
  const { db, access } = ctx;
  const procedure = await parts.procedures().at(row.procedure, row.version);
  const open = await openTasks(db, row.number);
  const mine = await tasksFor(parts, actor, row, open);
  const unmasked = access.may(actor, 'requests:case.unmask', row.unit) || mine.some(({ holding }) => holding !== null);
  const form = directory.forms.get(row.service);
  const shown = unmasked || !form ? { answers: row.answers, masked: [] } : maskedAnswers(form, row.answers);
  const absent = new Map((await deputies.absentOf(actor.person.id)).map(({ id, name }) => [id, name[language]]));
  const taskView = { service: row.service, procedure, words, forms: directory.forms, language, actor };
  const { sources = {}, results = {}, visitScore = null, ...facts } = row.facts as CaseFacts;
  const barred = mine.find(({ refusal }) => refusal !== null)?.refusal ?? null;
  return {
    ...requestLineOf(row, language, { directory, words, access }),
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
    sources: Object.fromEntries(Object.entries(sources).map(([code, answer]) => [code, maskedSource(sourceAnswerOf(answer, language), unmasked)])),
    results: resultsOf(results, procedure, directory.forms, language),
    score: visitScore && { points: visitScore.points, failed: [...visitScore.failed], critical: [...visitScore.critical] },
    facts,
    tasks: await Promise.all(
      mine.flatMap(({ task, holding }) =>
        holding === null ? [] : [taskAnswerOf(db, task, taskView, holding.inPlaceOf === null ? null : (absent.get(holding.inPlaceOf) ?? ''))],
      ),
    ),
    open: open.map((task) => openTaskOf(parts, actor, row, task, procedure, language)),
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
    waitingFor: await waitingFor(db, row, procedure, language, errorWords),
    stuck: row.stuck,
    barred: barred === null ? null : `${errorWords(barred).title.replace(/\.$/, '')}. ${errorWords(barred).action}`,
  };
}

interface CaseFacts extends Record<string, unknown> {
  readonly sources?: StoredSources;
  readonly results?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly visitScore?: { readonly points: number; readonly failed: readonly string[]; readonly critical: readonly string[] } | null;
}

function openTaskOf({ ctx }: PluginParts, actor: Actor, row: CaseRow, task: OpenTask, procedure: Procedure, language: Locale): CaseAnswer['open'][number] {
  return {
    token: task.token,
    step: procedure.nodes.get(task.step)?.name[language] ?? task.step,
    lane: (task.lane && procedure.lanes.get(task.lane)?.name[language]) || null,
    unitName: task.unit === null ? null : (ctx.access.unit(task.unit)?.name[language] ?? task.unit),
    holder: task.holder,
    openedAt: new Date(task.opened_at).toISOString(),
    dueAt: task.due_at ? new Date(task.due_at).toISOString() : null,
    claimedBy: task.claimed_by === null ? null : { id: task.claimed_by, name: task.claimed_name?.[language] ?? '', you: task.claimed_by === actor.person.id },
    mayAssign: task.holder === 'authority' && ctx.access.may(actor, 'requests:task.assign', task.unit ?? row.unit),
  };
}

/** What officials filled in before, with the form by which it reads. */
function resultsOf(
  results: NonNullable<CaseFacts['results']>,
  procedure: Procedure,
  forms: ReadonlyMap<string, Form>,
  language: Locale,
): CaseAnswer['results'] {
  return Object.entries(results).flatMap(([step, answers]) => {
    const node = procedure.nodes.get(step);
    const form = node?.kind === 'task' && node.form !== undefined ? forms.get(node.form) : undefined;
    return node && form ? [{ step: node.name[language], form, answers }] : [];
  });
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
  const lines = (rows: readonly CaseRow[]) => rows.map((one) => caseLineOf(one, language, { directory, words, access: ctx.access }));
  return { place: lines(place), applicant: lines(applicant) };
}
