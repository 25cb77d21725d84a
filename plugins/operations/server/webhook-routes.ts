import { AmanahError } from '@amanah/errors';
import type { AnyActor } from '@amanah/plugin-api';
import { z } from 'zod';
import { deliveriesAnswer, webhookSecret, webhooksAnswer } from '../shared/webhook-answers.ts';
import { callerOf, FRESH_SECONDS, id, nothing, signedIn, type Context } from './caller.ts';

const manage = 'operations:webhook.manage';
const types = z.array(z.string().trim().min(1).max(200)).min(1).max(50);

/** Subscriptions of outside systems to events; each sees and changes those of their units. */
export function registerWebhooks(ctx: Context): void {
  const mine = async (actor: AnyActor) => (await ctx.hub.webhooks.list()).filter(({ owner }) => ctx.hub.host.may(actor, manage, owner));
  const assertMine = async (actor: AnyActor, wanted: string) => {
    if (!(await mine(actor)).some((one) => one.id === wanted)) throw new AmanahError('SYSTEMS_WEBHOOK_UNKNOWN', { detail: wanted });
  };

  ctx.route({
    method: 'get',
    path: '/webhooks',
    access: 'webhook.manage',
    openToSystems: true,
    summary: 'Subscriptions to events, without their secrets',
    input: nothing,
    output: webhooksAnswer,
    async handle(_input, call) {
      const actor = callerOf(call);
      const units = ctx.hub.host.units().filter((unit) => ctx.hub.host.may(actor, manage, unit.id));
      const nameOf = (unit: string) => units.find((one) => one.id === unit)?.name[call.language] ?? unit;
      return {
        webhooks: (await mine(actor)).map((one) => ({
          ...one,
          types: [...one.types],
          ownerName: nameOf(one.owner),
          lastDelivery: one.lastDelivery && { ...one.lastDelivery },
        })),
        types: [...ctx.hub.webhooks.types()].sort(),
        units: units.map((unit) => ({ id: unit.id, name: unit.name[call.language] })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/webhooks',
    access: 'webhook.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Subscribes an address to events; its secret is in this answer only',
    input: z.strictObject({ url: z.string().trim().max(2_000), types, owner: id }),
    output: webhookSecret,
    async handle(input, call) {
      const actor = signedIn(call);
      if (!ctx.hub.host.may(actor, manage, input.owner)) throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: input.owner });
      return { ...(await ctx.hub.webhooks.add(input, actor, call.requestId)) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/webhooks/{id}/active',
    access: 'webhook.manage',
    openToSystems: true,
    summary: 'Pauses a subscription or lets it go on; what waits for it stays, new events are not kept for it meanwhile',
    input: z.strictObject({ id, active: z.boolean() }),
    output: nothing,
    async handle(input, call) {
      const actor = callerOf(call);
      await assertMine(actor, input.id);
      await ctx.hub.webhooks.change(input.id, { active: input.active }, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/webhooks/{id}/secret',
    access: 'webhook.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Gives a subscription a new secret; the old one signs beside it for a day',
    input: z.strictObject({ id }),
    output: webhookSecret,
    async handle(input, call) {
      const actor = signedIn(call);
      await assertMine(actor, input.id);
      return { id: input.id, ...(await ctx.hub.webhooks.rotate(input.id, actor, call.requestId)) };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/webhooks/{id}',
    access: 'webhook.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Ends a subscription',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call);
      await assertMine(actor, input.id);
      await ctx.hub.webhooks.remove(input.id, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'get',
    path: '/webhooks/{id}/deliveries',
    access: 'webhook.manage',
    openToSystems: true,
    summary: 'What was sent to a subscription, latest first',
    input: z.strictObject({ id }),
    output: deliveriesAnswer,
    async handle(input, call) {
      await assertMine(callerOf(call), input.id);
      return { deliveries: (await ctx.hub.webhooks.deliveries(input.id, 100)).map((one) => ({ ...one })) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/webhooks/{id}/replay',
    access: 'webhook.manage',
    openToSystems: true,
    summary: 'Sends one delivery again, or everything since a moment',
    input: z
      .strictObject({ id, delivery: id.optional(), since: z.iso.datetime().optional() })
      .refine((one) => Boolean(one.delivery) !== Boolean(one.since), 'delivery | since'),
    output: z.strictObject({ deliveries: z.number() }),
    async handle(input, call) {
      const actor = callerOf(call);
      await assertMine(actor, input.id);
      const what = input.delivery ? { delivery: input.delivery } : { since: input.since! };
      return { deliveries: await ctx.hub.webhooks.replay(input.id, what, actor, call.requestId) };
    },
  });
}
