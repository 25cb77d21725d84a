import { z } from 'zod';
import { erasedAnswer, heldAnswer } from '../shared/answers.ts';
import { signedIn } from './own-account.ts';
import { freshSeconds, nothing, type Context } from './route-inputs.ts';

const textOrNull = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Data rights (rules.md F4): see, correct, copy, erase where the law lets. */
export function registerPersonalData(ctx: Context): void {
  const { identity } = ctx.hub;
  ctx.route({
    method: 'get',
    path: '/data',
    access: 'profile.read',
    summary: 'What kinds of personal data are held, and how much of each may be erased',
    input: nothing,
    output: heldAnswer,
    async handle(_input, call) {
      const { id } = signedIn(call.actor).person;
      const [stored, held] = await Promise.all([identity.profile(id), identity.dataHeld(id)]);
      return { contact: { email: textOrNull(stored['email']), mobile: textOrNull(stored['mobile']) }, held: held.map((one) => ({ ...one })) };
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
      return { ...(await identity.exportPerson(actor.person.id)) };
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
    input: z.strictObject({ category: heldAnswer.shape.held.element.shape.category }),
    output: erasedAnswer,
    handle: async (input, call) => ({ erased: await identity.eraseData(signedIn(call.actor), input.category, call.requestId) }),
  });
}
