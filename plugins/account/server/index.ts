import { AmanahError } from '@amanah/errors';
import { definePlugin } from '@amanah/plugin-api';
import { z } from 'zod';
import { manifest } from '../manifest.ts';
import { consentsAnswer, profileAnswer, sessionsAnswer, signOutAnswer } from '../shared/answers.ts';
import { offerDelegationSteps } from './delegation-steps.ts';
import { registerDelegations } from './delegation-routes.ts';
import { registerFactors } from './factor-routes.ts';
import { profileOf, signedIn, signOutWords } from './own-account.ts';
import { registerPersonalData } from './personal-data-routes.ts';
import { id, nothing, type Context } from './route-inputs.ts';

function registerProfile(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/profile',
    access: 'profile.read',
    summary: 'Own profile and capacities',
    input: nothing,
    output: profileAnswer,
    async handle(_input, call) {
      const actor = signedIn(call.actor);
      const [stored, capacities] = await Promise.all([ctx.hub.identity.profile(actor.person.id), ctx.hub.identity.capacities(actor.person.id)]);
      return profileOf(actor, stored, capacities, call.language);
    },
  });
}

function registerSessions(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/sessions',
    access: 'session.manage',
    summary: 'Own live sessions and devices',
    input: nothing,
    output: sessionsAnswer,
    async handle(_input, call) {
      const actor = signedIn(call.actor);
      const found = await ctx.hub.identity.sessions({ personId: actor.person.id, currentSessionId: actor.sessionId });
      return {
        sessions: found.map(({ id: session, current, createdAt, lastSeenAt, device, address, method, reached }) => ({
          id: session,
          current,
          createdAt,
          lastSeenAt,
          device,
          address,
          method,
          reached: reached.map((one) => ({ id: one.id, title: one.title[call.language] })),
        })),
      };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/sessions/{id}',
    access: 'session.manage',
    summary: 'Ends one own session and what it reached',
    input: z.strictObject({ id }),
    output: signOutAnswer,
    async handle(input, call) {
      const actor = signedIn(call.actor);
      const own = await ctx.hub.identity.sessions({ personId: actor.person.id, currentSessionId: actor.sessionId });
      if (!own.some((session) => session.id === input.id)) throw new AmanahError('HTTP_NOT_FOUND');
      return signOutWords(await ctx.hub.identity.revokeSession(input.id, actor, call.requestId), call.language);
    },
  });
  ctx.route({
    method: 'post',
    path: '/sign-out-everywhere',
    access: 'session.manage',
    summary: 'Ends every own session, in every system',
    input: nothing,
    output: signOutAnswer,
    async handle(_input, call) {
      const actor = signedIn(call.actor);
      return signOutWords(await ctx.hub.identity.signOutEverywhere(actor.person.id, actor, call.requestId), call.language);
    },
  });
}

function registerConsents(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/consents',
    access: 'profile.read',
    summary: 'Applications that the person let read data',
    input: nothing,
    output: consentsAnswer,
    async handle(_input, call) {
      const consents = await ctx.hub.identity.consents(signedIn(call.actor).person.id);
      return {
        consents: consents.map(({ clientId, title, scopes, grantedAt }) => ({ clientId, title: title[call.language], scopes: [...scopes], grantedAt })),
      };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/consents/{id}',
    access: 'session.manage',
    summary: 'Withdraws a consent, as easily as it was given (rules.md F2)',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call.actor);
      await ctx.hub.identity.withdrawConsent(actor.person.id, input.id, actor, call.requestId);
      return {};
    },
  });
}

export default definePlugin({
  manifest,
  setup(ctx) {
    registerProfile(ctx);
    registerSessions(ctx);
    registerConsents(ctx);
    registerFactors(ctx);
    registerDelegations(ctx);
    offerDelegationSteps(ctx);
    registerPersonalData(ctx);
    return undefined;
  },
});
