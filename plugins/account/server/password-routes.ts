import { z } from 'zod';
import { passwordAnswer, passwordRulesAnswer } from '../shared/answers.ts';
import { signOutWords, signedIn } from './own-account.ts';
import { freshSeconds, nothing, type Context } from './route-inputs.ts';

const password = z.string().min(1).max(200);

/** The own password: changed by those who know the present one. */
export function registerPassword(ctx: Context): void {
  const { identity } = ctx.hub;
  ctx.route({
    method: 'get',
    path: '/password',
    access: 'session.manage',
    // Asked before anything is typed, so that nobody types passwords only to be sent away to prove who they are.
    freshSeconds,
    summary: 'What a new password must be; asks for a fresh proof of identity first',
    input: nothing,
    output: passwordRulesAnswer,
    handle: async (_input, call) => ({ length: await identity.passwordLength(signedIn(call.actor).person.id) }),
  });
  ctx.route({
    method: 'put',
    path: '/password',
    access: 'session.manage',
    // Begun within the time; typing may take a little longer.
    freshSeconds: freshSeconds + 600,
    summary: 'Changes the own password and ends every other own session',
    input: z.strictObject({ current: password, next: password }),
    output: passwordAnswer,
    async handle(input, call) {
      const report = await identity.changePassword(signedIn(call.actor), input, call.requestId);
      return { ...signOutWords(report, call.language), mailed: report.mailed };
    },
  });
}
