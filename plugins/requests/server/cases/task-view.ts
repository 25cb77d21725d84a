import type { Actor, Bilingual, Locale, Queryable } from '@amanah/plugin-api';
import { decisionsOf } from '../../procedure/decisions.ts';
import type { Procedure } from '../../procedure/definition.ts';
import type { DecisionOption, TaskAnswer } from '../../shared/answers/request-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import type { ProcedureWords } from '../procedure-words.ts';
import { signs } from '../tasks/signing.ts';
import type { TaskRow } from '../tasks/task-access.ts';

export interface OpenTask extends TaskRow {
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly claimed_name: Bilingual | null;
}

/** The open tasks of a request. */
export function openTasks(db: Queryable, number: string): Promise<OpenTask[]> {
  return db.query<OpenTask>(
    `SELECT request, token, step, lane, role, unit, holder, form, opened_at, due_at, claimed_by, claimed_name FROM task WHERE request = $1 AND closed_at IS NULL ORDER BY token`,
    [number],
    'request-open-tasks',
  );
}

export interface TaskView {
  readonly service: string;
  readonly procedure: Procedure;
  readonly words: ProcedureWords;
  readonly forms: ReadonlyMap<string, Form>;
  readonly language: Locale;
  readonly actor: Actor;
}

/** Decisions that a step may end with, in the reader's words. */
export function decisionOptions(
  { procedure, words, service, language }: Omit<TaskView, 'actor' | 'forms'>,
  step: string,
): { readonly decisions: DecisionOption[]; readonly open: boolean } {
  const { decisions, open } = decisionsOf(procedure, step);
  return {
    open: open || decisions.length === 0,
    decisions: decisions.map((id) => {
      const said = words.decision(id, service);
      return {
        id,
        title: said?.title[language] ?? id,
        kind: said?.kind ?? 'neutral',
        needsReasons: said?.needsReasons ?? false,
        needsNote: said?.needsNote ?? false,
        reasons: (said?.reasons ?? []).map(({ code, title }) => ({ code, title: title[language] })),
      };
    }),
  };
}

/** When a step is taken away again because nobody did it; `null` where it waits for ever. */
async function lapsesAt(db: Queryable, { request, token }: TaskRow, procedure: Procedure): Promise<Date | null> {
  const set = await db.query<{ timer: string; due_at: Date }>('SELECT timer, due_at FROM timer WHERE request = $1 AND token = $2 ORDER BY due_at', [
    request,
    token,
  ]);
  const lapse = set.find(({ timer }) => {
    const node = procedure.nodes.get(timer);
    return node?.kind === 'boundary' && node.interrupting;
  });
  return lapse?.due_at ?? null;
}

/** Why a task is there again: what the last negative decision before it said. */
async function sentBack(
  db: Queryable,
  { request, token }: TaskRow,
): Promise<{ readonly decision: string; readonly reasons: readonly string[]; readonly note: string | null } | null> {
  const [row] = await db.query<{ decision: string; reasons: readonly string[] | null; note: string | null }>(
    `SELECT decision, reasons, note FROM task WHERE request = $1 AND token < $2 AND closed_at IS NOT NULL AND decision IS NOT NULL AND (reasons IS NOT NULL OR note IS NOT NULL)
     ORDER BY closed_at DESC LIMIT 1`,
    [request, token],
  );
  return row ? { ...row, reasons: row.reasons ?? [] } : null;
}

/** A task with what its reader needs to end it. */
export async function taskAnswerOf(db: Queryable, task: OpenTask, view: TaskView, inPlaceOf: string | null = null): Promise<TaskAnswer> {
  const { procedure, words, forms, language, actor, service } = view;
  const back = task.holder === 'applicant' ? await sentBack(db, task) : null;
  const due = task.due_at ?? (task.holder === 'applicant' ? await lapsesAt(db, task, procedure) : null);
  const said = back ? words.decision(back.decision, service) : undefined;
  const own = task.form === null ? undefined : forms.get(task.form);
  const options = decisionOptions(view, task.step);
  // What is only chosen or confirmed asks for no answers.
  const corrects = task.holder === 'applicant' && !own && task.role === 'person' && options.decisions.length === 0;
  return {
    token: task.token,
    step: { id: task.step, title: procedure.nodes.get(task.step)?.name[language] ?? task.step },
    ...options,
    form: own ?? (corrects ? (forms.get(service) ?? null) : null),
    signs: signs(task.form),
    corrects,
    dueAt: due ? new Date(due).toISOString() : null,
    claimedBy: task.claimed_by === null ? null : { id: task.claimed_by, name: task.claimed_name?.[language] ?? '', you: task.claimed_by === actor.person.id },
    inPlaceOf,
    reasons: (back?.reasons ?? []).map((code) => said?.reasons.find((reason) => reason.code === code)?.title[language] ?? code),
    note: back?.note ?? null,
  };
}
