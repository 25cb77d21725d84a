import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import { z } from 'zod';
import { clientGrantsAnswer } from '../shared/client-grant-answers.ts';
import { FRESH_SECONDS, id, nothing, signedIn, type Context } from './caller.ts';

const grant = z.strictObject({ id, permission: z.string().min(1).max(200), unit: id });

/** What clients may do in the hub's own API, and whether anything of them is taken at all. Nobody gives away what they do not hold themselves. */
export function registerClientGrants(ctx: Context): void {
  const unitsOf = (actor: Actor) => ctx.hub.host.units().filter((unit) => ctx.hub.host.may(actor, 'operations:client.manage', unit.id));
  const assertGivable = (actor: Actor, { permission, unit }: z.infer<typeof grant>) => {
    const offered = ctx.hub.host.permissionsForSystems().some((one) => one.permission === permission);
    const known = ctx.hub.host.units().some((one) => one.id === unit);
    if (!offered || !known)
      throw new AmanahError('IDENTITY_GRANT_INVALID', { fields: [{ path: offered ? 'unit' : 'permission', message: offered ? unit : permission }] });
    if (!ctx.hub.host.may(actor, permission, unit)) throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: `${permission} on ${unit}` });
  };

  ctx.route({
    method: 'get',
    path: '/clients/{id}/grants',
    access: 'client.read',
    summary: "What a client may do in the hub's own API, and what it can be granted",
    input: z.strictObject({ id }),
    output: clientGrantsAnswer,
    async handle(input, call) {
      const actor = signedIn(call);
      const offered = ctx.hub.host.permissionsForSystems();
      const units = ctx.hub.host.units();
      const grants = await ctx.hub.identity.clientGrants(input.id);
      return {
        grants: grants.map(({ permission, unit }) => ({
          permission,
          title: offered.find((one) => one.permission === permission)?.title[call.language] ?? permission,
          unit,
          unitName: units.find((one) => one.id === unit)?.name[call.language] ?? unit,
        })),
        permissions: offered.map(({ permission, title }) => ({ id: permission, title: title[call.language] })),
        units: unitsOf(actor).map((unit) => ({ id: unit.id, name: unit.name[call.language] })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/clients/{id}/grants',
    access: 'client.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Grants a client a permission on a unit and everything below it',
    input: grant,
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call);
      assertGivable(actor, input);
      await ctx.hub.identity.grantToClient(input.id, { permission: input.permission, unit: input.unit }, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/clients/{id}/grants',
    access: 'client.manage',
    summary: 'Takes a grant back; from the next call on',
    input: grant,
    output: nothing,
    async handle(input, call) {
      await ctx.hub.identity.revokeFromClient(input.id, { permission: input.permission, unit: input.unit }, signedIn(call), call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/clients/{id}/disabled',
    access: 'client.manage',
    summary: 'Takes nothing of a client any more, or lets it in again',
    input: z.strictObject({ id, disabled: z.boolean() }),
    output: nothing,
    async handle(input, call) {
      await ctx.hub.identity.setClientDisabled(input.id, input.disabled, signedIn(call), call.requestId);
      return {};
    },
  });
}
