import type { Locale } from '@amanah/plugin-api';
import { z } from 'zod';
import { erasedAnswer, heldAnswer } from '../shared/answers.ts';
import { copyOfData, eraseData, heldData, type DataHolders } from './held-data.ts';
import { signedIn } from './own-account.ts';
import { freshSeconds, nothing, type Context } from './route-inputs.ts';

const textOrNull = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Data rights (rules.md F4): see, correct, copy, erase where the law lets. */
export function registerPersonalData(ctx: Context): void {
  const { identity, host } = ctx.hub;
  const holders = (language: Locale): DataHolders => ({ identity, plugins: () => host.personalData(), words: (key) => ctx.text(key, language) });
  ctx.route({
    method: 'get',
    path: '/data',
    access: 'profile.read',
    summary: 'What kinds of personal data are held, and how much of each may be erased',
    input: nothing,
    output: heldAnswer,
    async handle(_input, call) {
      const { id } = signedIn(call.actor).person;
      const [stored, held] = await Promise.all([identity.profile(id), heldData(holders(call.language), id, call.language)]);
      return { contact: { email: textOrNull(stored['email']), mobile: textOrNull(stored['mobile']) }, held };
    },
  });
  ctx.route({
    method: 'get',
    path: '/export',
    access: 'profile.read',
    summary: 'Everything held about the signed-in person, as plain data (rules.md F4)',
    input: nothing,
    output: z.record(z.string(), z.unknown()),
    async handle(_input, call) {
      const actor = signedIn(call.actor);
      await ctx.audit.record({ action: 'data.exported', actor, subject: `person/${actor.person.id}`, requestId: call.requestId });
      return copyOfData(holders(call.language), actor.person.id);
    },
  });
  ctx.route({
    method: 'put',
    path: '/contact',
    access: 'session.manage',
    freshSeconds,
    summary: 'Corrects the own e-mail and mobile number',
    input: z.strictObject({
      email: z.email().max(200).nullable(),
      mobile: z
        .string()
        .regex(/^\+[1-9]\d{7,14}$/)
        .nullable(),
    }),
    output: nothing,
    async handle(input, call) {
      await identity.saveContact(signedIn(call.actor), input, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/data/erase',
    access: 'session.manage',
    freshSeconds,
    summary: 'Erases what of one kind is no longer in use and no law keeps',
    input: z.strictObject({ category: z.string().max(100) }),
    output: erasedAnswer,
    async handle({ category }, { actor, language, requestId }) {
      const by = { actor: signedIn(actor), requestId };
      const record = (erased: number) =>
        ctx.audit.record({ action: 'data.erased', actor: by.actor, subject: `person/${by.actor.person.id}`, requestId, data: { category, erased } });
      return { erased: await eraseData(holders(language), category, by, record) };
    },
  });
}
