import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Form } from '../../shared/forms/form-types.ts';
import { draftAnswer, formAnswer, sourceAnswer, submissionAnswer } from '../../shared/answers/draft-answers.ts';
import { actorOf, audienceOf, beneficiaryOf, servicesOf } from '../acting-for.ts';
import { assertBegunSo, type Draft } from '../drafts/drafts.ts';
import { draftSourceOf } from '../drafts/source-words.ts';
import { submitDraft } from '../drafts/submit-draft.ts';
import type { PluginParts } from '../plugin-parts.ts';

const code = z.string().regex(/^SRV-\d{3}$/);
const id = z.uuid();
const answers = z.record(z.string(), z.unknown());
/** Longest draft in bytes: answers hold ids of files, never files. */
const maxBodyBytes = 262_144;

/** From the card of a service to a request: its form, drafts, what sources give, sending. */
export function registerDraftRoutes(parts: PluginParts): void {
  const { ctx, directory, drafts, sources } = parts;

  ctx.route({
    method: 'get',
    path: '/services/{code}/form',
    access: 'own.write',
    summary: 'The form of a service, whether it can be asked for in the present capacity, and drafts of it',
    input: z.strictObject({ code }),
    output: formAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const service = directory.service(input.code);
      const own = (await drafts.list(actor.person.id)).filter((draft) => draft.service === service.code && draft.capacity_id === actor.capacityId);
      return {
        service: { code: service.code, name: service.name[call.language] },
        taken: parts.choices.has(service.code),
        capacityFits: fits(actor, directory.form(service.code), service.code),
        form: directory.form(service.code),
        drafts: own.map((draft) => ({ id: draft.id, number: draft.number, changedAt: new Date(draft.changed_at).toISOString() })),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/drafts',
    access: 'own.write',
    summary: 'Begins a draft of a service in the present capacity',
    input: z.strictObject({ service: code }),
    output: draftAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const { code: service } = directory.service(input.service);
      if (!parts.choices.has(service)) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: service });
      assertFits(actor, directory.form(service), service);
      return answerOf(await drafts.begin(actor, service), call.language);
    },
  });

  ctx.route({
    method: 'get',
    path: '/drafts/{id}',
    access: 'own.write',
    summary: 'A draft with its form and what its sources gave',
    input: z.strictObject({ id }),
    output: draftAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const draft = await drafts.find(actor.person.id, input.id);
      assertBegunSo(actor, draft);
      return answerOf(draft, call.language);
    },
  });

  ctx.route({
    method: 'put',
    path: '/drafts/{id}',
    access: 'own.write',
    summary: 'Keeps what was written so far; refused when another window has kept something since',
    maxBodyBytes,
    input: z.strictObject({ id, answers, step: z.string().max(60), revision: z.number().int() }),
    output: z.strictObject({ revision: z.number().int() }),
    handle: async (input, call) => ({ revision: await drafts.keep(actorOf(call).person.id, input.id, input) }),
  });

  ctx.route({
    method: 'delete',
    path: '/drafts/{id}',
    access: 'own.write',
    summary: 'Discards a draft',
    input: z.strictObject({ id }),
    output: z.undefined(),
    async handle(input, call) {
      await drafts.discard(actorOf(call).person.id, input.id);
      return undefined;
    },
  });

  ctx.route({
    method: 'post',
    path: '/drafts/{id}/sources/{document}',
    access: 'own.write',
    summary: 'Fetches a document of the form from the register that holds it',
    maxBodyBytes,
    input: z.strictObject({ id, document: z.string().max(20), answers }),
    output: sourceAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      const draft = await drafts.find(actor.person.id, input.id);
      const form = directory.form(draft.service);
      const fact = form.facts.find((one) => one.code === input.document);
      if (!fact) throw new AmanahError('HTTP_NOT_FOUND', { detail: input.document });
      const answer = await sources.fetch({
        document: fact.code,
        service: draft.service,
        actor,
        answers: input.answers,
        language: call.language,
        signal: call.signal,
      });
      await drafts.keepSources(actor.person.id, draft.id, { [fact.code]: answer });
      return draftSourceOf(answer, call.language);
    },
  });

  ctx.route({
    method: 'post',
    path: '/drafts/{id}/submission',
    access: 'own.write',
    summary: 'Sends a draft as a request; the same draft sent twice is one request',
    maxBodyBytes,
    input: z.strictObject({ id, answers }),
    output: submissionAnswer,
    async handle(input, call) {
      const actor = actorOf(call);
      return submitDraft(parts, actor, input, (service) => assertFits(actor, directory.form(service), service));
    },
  });

  const answerOf = (draft: Draft, language: 'ar' | 'en') => ({
    id: draft.id,
    number: draft.number,
    service: { code: draft.service, name: directory.service(draft.service).name[language] },
    form: directory.form(draft.service),
    answers: draft.answers,
    step: draft.at_step,
    revision: draft.revision,
    changedAt: new Date(draft.changed_at).toISOString(),
    sources: Object.fromEntries(Object.entries(draft.sources).map(([name, answer]) => [name, draftSourceOf(answer, language)])),
  });
}

function fits(actor: Actor, form: Form, service: string): boolean {
  const audience = audienceOf(actor.capacity);
  const services = servicesOf(actor.capacity);
  return beneficiaryOf(actor) !== null && audience !== null && form.audiences.includes(audience) && (services?.includes(service) ?? true);
}

/** @throws REQUESTS_CAPACITY_REFUSED */
function assertFits(actor: Actor, form: Form, service: string): void {
  if (!fits(actor, form, service)) throw new AmanahError('REQUESTS_CAPACITY_REFUSED', { detail: `${actor.capacityId} ${service}` });
}
