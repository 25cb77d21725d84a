import { AmanahError } from '@amanah/errors';
import type { Actor, Queryable } from '@amanah/plugin-api';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import type { Problem } from '../../shared/forms/problems.ts';
import type { CaseRow } from '../cases/case-row.ts';
import { checked } from '../drafts/submit-draft.ts';
import type { StoredSources } from '../drafts/sources.ts';
import type { PluginParts } from '../plugin-parts.ts';
import type { Mover } from '../requests/carry-out.ts';
import { assertDecision, type SentDecision } from '../requests/task-decision.ts';
import type { TaskRow } from './task-access.ts';

/** What somebody who may do a task sends to end it. */
export interface Doing {
  readonly actor: Actor;
  readonly row: CaseRow;
  readonly task: TaskRow;
  readonly decided: SentDecision;
  readonly sent: Answers | undefined;
  /** The revision that they had before their eyes. */
  readonly revision: number;
  /** In whose name or place they act. */
  readonly behalf?: Pick<Mover, 'behalf' | 'inPlaceOf'>;
}

/** A task's form that was filled in. */
export interface FilledForm {
  readonly form: Form;
  readonly answers: Answers;
}

export interface Alongside {
  /** The form of the service, whose answers such a task corrects; left out where the task changes none of them. */
  readonly corrected?: Form | undefined;
  /** Further facts that follow from a filled form. */
  facts?(filled: FilledForm): Readonly<Record<string, unknown>>;
  /** What belongs to the same transaction. */
  within?(tx: Queryable, filled: FilledForm | null): Promise<void>;
}

/**
 * Ends a task: decision, reasons and note as its step asks for them, and the answers of its form, which has to be filled in where the task has one.
 * `problems` says what is wrong with the answers; nothing has happened then.
 * @throws REQUESTS_DECISION_UNKNOWN, REQUESTS_REASON_NEEDED, REQUESTS_NOTE_NEEDED, REQUESTS_CHANGED, REQUESTS_TASK_GONE
 */
export async function doTask(
  parts: PluginParts,
  { actor, row, task, decided, sent, revision, behalf = {} }: Doing,
  { corrected, facts, within }: Alongside = {},
): Promise<{ readonly problems: readonly Problem[]; readonly state: string }> {
  const { desk, directory, words } = parts;
  const procedure = await parts.procedures().at(row.procedure, row.version);
  assertDecision(procedure, task.step, decided, (id) => words.decision(id, row.service));
  const own = task.form === null ? undefined : directory.forms.get(task.form);
  const form = own ?? (sent ? corrected : undefined);
  const sources = own ? {} : ((row.facts['sources'] ?? {}) as StoredSources);
  const found = form ? await checked(parts, { form, sent: sent ?? {}, sources, person: actor.person.id, request: row.number }) : null;
  if (found && found.problems.length > 0) return { problems: found.problems, state: row.state };
  const filled = own && found ? { form: own, answers: found.answers } : null;
  const results = (row.facts['results'] ?? {}) as Record<string, unknown>;
  const { decision, reasons, note } = decided;
  const moved = await desk.move(
    row.number,
    {
      event: { type: 'done', token: task.token, ...(decision === undefined ? {} : { decision }) },
      by: {
        person: actor.person.id,
        name: actor.person.name,
        ...behalf,
        ...(reasons && reasons.length > 0 ? { reasons } : {}),
        ...(note ? { note } : {}),
      },
      ...(filled ? { facts: { results: { ...results, [task.step]: filled.answers }, ...facts?.(filled) } } : {}),
      ...(found && !filled ? { answers: found.answers } : {}),
      revision,
    },
    async (tx) => {
      await parts.attachments.take(tx, row.number, found?.files ?? []);
      await within?.(tx, filled);
    },
  );
  if (moved.ignored) throw new AmanahError('REQUESTS_TASK_GONE', { detail: `${row.number} ${task.token}` });
  return { problems: [], state: moved.state ?? row.state };
}
