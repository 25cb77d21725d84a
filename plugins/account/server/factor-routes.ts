import { z } from 'zod';
import { factorsAnswer, passkeyOptionsAnswer, recoveryCodesAnswer, totpAnswer } from '../shared/answers.ts';
import { signedIn } from './own-account.ts';
import { registerPassword } from './password-routes.ts';
import { freshSeconds, id, nothing, type Context } from './route-inputs.ts';

const label = z.string().trim().min(1).max(60);

/** Own ways to sign in: seen at any time, changed only after a fresh proof of identity. */
export function registerFactors(ctx: Context): void {
  const { identity } = ctx.hub;
  ctx.route({
    method: 'get',
    path: '/factors',
    access: 'profile.read',
    summary: 'Own ways to sign in',
    input: nothing,
    output: factorsAnswer,
    handle: async (_input, call) => ({ factors: (await identity.factors(signedIn(call.actor).person.id)).map((factor) => ({ ...factor })) }),
  });
  ctx.route({
    method: 'delete',
    path: '/factors/{id}',
    access: 'session.manage',
    freshSeconds,
    summary: 'Takes away one own way to sign in',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call.actor);
      await identity.removeFactor(actor.person.id, input.id, actor, call.requestId);
      return {};
    },
  });
  registerPassword(ctx);
  registerPasskeys(ctx);
  registerCodes(ctx);
}

function registerPasskeys(ctx: Context): void {
  const { identity } = ctx.hub;
  ctx.route({
    method: 'post',
    path: '/passkeys/options',
    access: 'session.manage',
    freshSeconds,
    summary: 'Options for making a passkey in this browser; good for five minutes',
    input: nothing,
    output: passkeyOptionsAnswer,
    handle: async (_input, call) => ({ options: { ...(await identity.beginPasskey(signedIn(call.actor))) } }),
  });
  ctx.route({
    method: 'post',
    path: '/passkeys',
    access: 'session.manage',
    // The ceremony began within the time; it may end a little after it.
    freshSeconds: freshSeconds + 300,
    summary: 'Keeps the passkey that the browser has made',
    input: z.strictObject({ credential: z.record(z.string(), z.unknown()), label: label.optional() }),
    output: nothing,
    async handle(input, call) {
      await identity.finishPasskey(signedIn(call.actor), input.credential, input.label ?? null, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'patch',
    path: '/passkeys/{id}',
    access: 'session.manage',
    summary: 'Renames a passkey',
    input: z.strictObject({ id, label }),
    output: nothing,
    async handle(input, call) {
      await identity.renamePasskey(signedIn(call.actor), input.id, input.label);
      return {};
    },
  });
}

function registerCodes(ctx: Context): void {
  const { identity } = ctx.hub;
  ctx.route({
    method: 'post',
    path: '/totp',
    access: 'session.manage',
    freshSeconds,
    summary: 'A secret for an authenticator app; it counts once its first code is confirmed',
    input: nothing,
    output: totpAnswer,
    handle: async (_input, call) => ({ ...(await identity.beginTotp(signedIn(call.actor))) }),
  });
  ctx.route({
    method: 'post',
    path: '/totp/confirm',
    access: 'session.manage',
    freshSeconds: freshSeconds + 600,
    summary: 'Confirms the authenticator app by its first code',
    input: z.strictObject({ code: z.string().max(20) }),
    output: nothing,
    async handle(input, call) {
      await identity.finishTotp(signedIn(call.actor), input.code, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/recovery-codes',
    access: 'session.manage',
    freshSeconds,
    summary: 'Ten new recovery codes in place of the earlier ones; shown this once',
    input: nothing,
    output: recoveryCodesAnswer,
    handle: async (_input, call) => ({ codes: [...(await identity.newRecoveryCodes(signedIn(call.actor), call.requestId))] }),
  });
}
