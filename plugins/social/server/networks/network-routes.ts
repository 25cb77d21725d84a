import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { networkAnswer } from '../../shared/post-answers.ts';
import type { Context } from '../context.ts';
import { problemText } from '../posts/post-list.ts';
import { NetworkRefusal } from './network-refusal.ts';
import { newNetwork, type NetworkRegister } from './network-register.ts';

const named = z.strictObject({ id: newNetwork.shape.id });

/** Networks: whoever writes sees them, an operator connects, pauses and disconnects them. */
export function registerNetworkRoutes(ctx: Context, register: NetworkRegister, followers: () => Promise<number>, wake: () => Promise<void>): void {
  ctx.route({
    method: 'get',
    path: '/office/networks',
    access: 'post.read',
    summary: 'Networks on which the Amanah speaks, and what hinders them',
    input: z.strictObject({}),
    output: z.strictObject({ networks: z.array(networkAnswer) }),
    async handle(_input, call) {
      const count = await followers();
      return {
        networks: (await register.all()).map(({ restsUntil, problem, ...network }) => ({
          ...network,
          restsUntil: restsUntil && restsUntil > new Date() ? restsUntil.toISOString() : null,
          problem: problemText(problem, call.language),
          followers: network.kind === 'activitypub' ? count : null,
        })),
      };
    },
  });
  ctx.route({
    method: 'put',
    path: '/office/networks/{id}',
    access: 'network.write',
    stepUpSeconds: 900,
    summary: 'Connects a network, or gives it a new address or token, after it has said that it knows us',
    input: newNetwork,
    output: z.strictObject({ account: z.string() }),
    async handle(network, call) {
      const identity = await register.connect(network, AbortSignal.any([call.signal, AbortSignal.timeout(20_000)])).catch(told);
      await ctx.audit.record({
        action: 'network.connected',
        actor: call.actor,
        subject: network.id,
        requestId: call.requestId,
        data: { kind: network.kind, url: network.url },
      });
      await wake();
      return identity;
    },
  });
  ctx.route({
    method: 'post',
    path: '/office/networks/{id}/pause',
    access: 'network.write',
    summary: 'Sends nothing to a network for now, or goes on',
    input: named.extend({ paused: z.boolean() }),
    output: z.strictObject({}),
    async handle({ id, paused }, call) {
      await register.pause(id, paused);
      await ctx.audit.record({ action: paused ? 'network.paused' : 'network.resumed', actor: call.actor, subject: id, requestId: call.requestId });
      await wake();
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/office/networks/{id}',
    access: 'network.write',
    stepUpSeconds: 900,
    summary: 'Forgets a network and its token; what was posted stays there',
    input: named,
    output: z.strictObject({}),
    async handle({ id }, call) {
      await register.disconnect(id);
      await ctx.audit.record({ action: 'network.disconnected', actor: call.actor, subject: id, requestId: call.requestId });
      return {};
    },
  });
}

function told(error: unknown): never {
  if (error instanceof NetworkRefusal) throw new AmanahError(error.code, { params: error.params, cause: error });
  throw error;
}
