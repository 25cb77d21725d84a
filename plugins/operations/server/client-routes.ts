import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { clientInput, clientsAnswer, secretAnswer } from '../shared/admin-answers.ts';
import { FRESH_SECONDS, id, nothing, signedIn, type Context } from './caller.ts';

/** Systems that sign in by OpenID Connect. */
export function registerClients(ctx: Context): void {
  const known = async (wanted: string) => (await ctx.hub.identity.clients()).some((client) => client.id === wanted);

  ctx.route({
    method: 'get',
    path: '/clients',
    access: 'client.read',
    summary: 'Registered sign-in clients, without their secrets',
    input: nothing,
    output: clientsAnswer,
    async handle(_input, call) {
      const { language } = call;
      const actor = signedIn(call);
      const clients = await ctx.hub.identity.clients();
      const units = ctx.hub.host.units().filter((unit) => ctx.hub.host.may(actor, 'operations:client.manage', unit.id));
      return {
        units: units.map((unit) => ({ id: unit.id, name: unit.name[language] })),
        clients: clients.map((client) => ({
          id: client.id,
          title: client.title?.[language] ?? client.id,
          redirectUris: [...client.redirectUris],
          auth: client.auth ?? 'basic',
          signIn: client.signIn ?? null,
          scopes: [...(client.scopes ?? [])],
          api: client.api === true,
          disabled: client.disabledAt !== null,
          createdAt: client.createdAt,
        })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/clients',
    access: 'client.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Registers a client; its secret is in this answer only',
    input: clientInput,
    output: secretAnswer,
    async handle({ titleAr, titleEn, scopes, ...input }, call) {
      const actor = signedIn(call);
      if (input.owner && !ctx.hub.host.may(actor, 'operations:client.manage', input.owner))
        throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: input.owner });
      if (await known(input.id)) throw new AmanahError('OPERATIONS_CLIENT_EXISTS', { fields: [{ path: 'id', message: input.id }] });
      const made = await ctx.hub.identity.addClient(
        {
          id: input.id,
          redirectUris: input.redirectUris,
          postLogoutRedirectUris: input.postLogoutRedirectUris,
          auth: input.auth,
          signIn: input.signIn,
          ...(input.backchannelLogoutUri ? { backchannelLogoutUri: input.backchannelLogoutUri } : {}),
          ...(titleAr || titleEn ? { title: { ar: titleAr || titleEn, en: titleEn || titleAr } } : {}),
          ...(scopes.length > 0 ? { scopes } : {}),
          ...(input.api ? { api: true } : {}),
          ...(input.owner ? { owner: input.owner } : {}),
          ...(input.dpop ? { dpop: true } : {}),
        },
        actor,
        call.requestId,
      );
      return { id: made.id, secret: made.clientSecret ?? null };
    },
  });
  ctx.route({
    method: 'post',
    path: '/clients/{id}/secret',
    access: 'client.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Gives a confidential client a new secret; the old one ends at once',
    input: z.strictObject({ id }),
    output: secretAnswer,
    async handle(input, call) {
      const { clientSecret } = await ctx.hub.identity.rotateClientSecret(input.id, signedIn(call), call.requestId);
      return { id: input.id, secret: clientSecret };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/clients/{id}',
    access: 'client.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Removes a client; nobody can sign in by it any more',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      if (!(await known(input.id))) throw new AmanahError('HTTP_NOT_FOUND', { detail: input.id });
      await ctx.hub.identity.removeClient(input.id, signedIn(call), call.requestId);
      return {};
    },
  });
}
