import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import { settled } from '../../shared/forms/asked.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { problemsOf } from '../../shared/forms/problems.ts';
import { withSources } from '../../shared/forms/sources.ts';
import type { SubmissionAnswer } from '../../shared/answers/draft-answers.ts';
import { beneficiaryOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { decidingUnit } from '../requests/deciding-unit.ts';
import { placeOf } from '../requests/place.ts';
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
  const { ctx, directory, choices, calendar, desk, drafts } = parts;
  const before = await sentBefore(parts, actor, id);
  if (before) return { number: before, problems: [] };
  const draft = await drafts.find(actor.person.id, id);
  assertMay(draft.service);
  const form = directory.form(draft.service);
  const { answers, problems } = checked(parts, form, sent, draft.sources);
  if (problems.length > 0) return { number: null, problems: [...problems] };

  const service = directory.service(draft.service);
  const choice = choices.get(service.code);
  const procedure = choice && parts.procedures().byId(choice.procedure);
  if (!procedure) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: service.code });
  const unit = await decidingUnit(choice, answers, parts);
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
        service: choice.service,
        tariff: choice.tariff,
        issues: choice.issues,
        validity: choice.validity,
        throughOffice: actor.capacity.kind === 'agent',
        sources: draft.sources,
      },
      due: calendar.due(now, choice.sla, 'working'),
    },
    procedure,
    async (tx) => {
      await tx.query('DELETE FROM draft WHERE id = $1 AND person_id = $2', [id, actor.person.id]);
    },
  );
  return { number, problems: [] };
}

/** Answers as the server takes them, and what is wrong with them. */
export function checked({ keeps }: Pick<PluginParts, 'keeps'>, form: Form, sent: Answers, sources: StoredSources) {
  const answers = settled(form, withSources(form, sent, statesOf(sources)), keeps);
  return { answers, problems: problemsOf(form, answers, keeps) };
}

async function sentBefore({ ctx }: PluginParts, { person }: Actor, key: string): Promise<string | null> {
  const [row] = await ctx.db.query<{ number: string }>('SELECT number FROM request WHERE person_id = $1 AND submit_key = $2', [person.id, key]);
  return row?.number ?? null;
}
