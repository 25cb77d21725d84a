import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import { settled } from '../../shared/forms/asked.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { problemsOf } from '../../shared/forms/problems.ts';
import { withSources } from '../../shared/forms/sources.ts';
import type { SubmissionAnswer } from '../../shared/answers/draft-answers.ts';
import { beneficiaryOf } from '../acting-for.ts';
import { fileIdsIn, withTrueFiles } from '../attachments/answer-files.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { riyadhDay } from '../operations/papers.ts';
import { decidingUnit } from '../requests/deciding-unit.ts';
import { landPapers } from '../requests/land-papers.ts';
import { namedOffices } from '../requests/named-offices.ts';
import { placeOf } from '../requests/place.ts';
import { assertBegunSo } from './drafts.ts';
import { statesOf, type StoredSources } from './sources.ts';

/**
 * Sends a draft: checks its answers by the form with what the sources gave, opens the request and removes the draft in one transaction. A draft that was sent
 * before answers the number of its request.
 * @throws REQUESTS_DRAFT_UNKNOWN, REQUESTS_SERVICE_UNKNOWN, what `assertMay` throws, REQUESTS_STUCK
 */
export async function submitDraft(
  parts: PluginParts,
  actor: Actor,
  { id, answers: sent }: { readonly id: string; readonly answers: Answers },
  assertMay: (service: string) => void,
): Promise<SubmissionAnswer> {
  const already = async (): Promise<SubmissionAnswer | null> => {
    const number = await sentBefore(parts, actor, id);
    return number === null ? null : { number, problems: [] };
  };
  const before = await already();
  if (before) return before;
  // The same submission may be done meanwhile by another replica, whose answer was lost: then its draft is gone and its files are taken.
  try {
    const answer = await send(parts, actor, { id, answers: sent }, assertMay);
    return answer.number === null ? ((await already()) ?? answer) : answer;
  } catch (error) {
    const meanwhile = await already();
    if (meanwhile) return meanwhile;
    throw error;
  }
}

async function send(
  parts: PluginParts,
  actor: Actor,
  { id, answers: sent }: { readonly id: string; readonly answers: Answers },
  assertMay: (service: string) => void,
): Promise<SubmissionAnswer> {
  const { ctx, attachments, directory, choices, calendar, desk, drafts } = parts;
  const draft = await drafts.find(actor.person.id, id);
  assertBegunSo(actor, draft);
  assertMay(draft.service);
  const form = directory.form(draft.service);
  const { answers, problems, files } = await checked(parts, { form, sent, sources: draft.sources, person: actor.person.id });
  if (problems.length > 0) return { number: null, problems: [...problems] };

  const service = directory.service(draft.service);
  const choice = choices.get(service.code);
  if (!choice) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: service.code });
  const unit = await decidingUnit(choice, answers, parts);
  const procedure = await parts.procedures().forNew(choice.procedure, unit, new Date());
  if (!procedure) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: service.code });
  const now = new Date();
  const { number } = await desk.submit(
    {
      service: service.code,
      unit,
      person: { id: actor.person.id, name: actor.person.name, nationalId: await ctx.people.nationalIdOf(actor.person.id) },
      capacityId: actor.capacityId,
      capacity: actor.capacity,
      beneficiary: beneficiaryOf(actor) ?? '',
      place: placeOf(answers),
      key: id,
      answers,
      facts: {
        ...choice.facts,
        filled: choice.filled,
        service: choice.service,
        tariff: choice.tariff,
        issues: choice.issues,
        validity: choice.validity,
        throughOffice: actor.capacity.kind === 'agent',
        officeAnswers: choice.offices,
        offices: namedOffices(choice.offices, answers),
        ...(choice.procedure === 'building-permit' ? landPapers(draft.sources, riyadhDay(now)) : {}),
        sources: draft.sources,
      },
      due: calendar.due(now, choice.sla, 'working'),
    },
    procedure,
    async (tx, { number }) => {
      await attachments.take(tx, number, files);
      await tx.query('DELETE FROM draft WHERE id = $1 AND person_id = $2', [id, actor.person.id]);
    },
  );
  return { number, problems: [] };
}

/** What is sent for a form, by whom, and for a request that is there already its number. */
export interface Sent {
  readonly form: Form;
  readonly sent: Answers;
  readonly sources: StoredSources;
  readonly person: string;
  readonly request?: string;
}

/** Answers as the server takes them, what is wrong with them, and the ids of their files. @throws ATTACHMENT_SCANNING, ATTACHMENT_HARMFUL */
export async function checked({ keeps, attachments }: Pick<PluginParts, 'keeps' | 'attachments'>, { form, sent, sources, person, request }: Sent) {
  const known = await attachments.trueFilesOf(person, fileIdsIn(form, sent), request);
  const answers = settled(form, withSources(form, withTrueFiles(form, sent, known), statesOf(sources)), keeps);
  return { answers, problems: problemsOf(form, answers, keeps), files: fileIdsIn(form, answers) };
}

async function sentBefore({ ctx }: PluginParts, { person }: Actor, key: string): Promise<string | null> {
  const [row] = await ctx.db.query<{ number: string }>('SELECT number FROM request WHERE person_id = $1 AND submit_key = $2', [person.id, key]);
  return row?.number ?? null;
}
