import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { newNetwork, networkReach } from '../../shared/network.ts';
import { networkAnswer } from '../../shared/post-answers.ts';
import type { Context } from '../context.ts';
import type { NetworkIdentity } from './connector.ts';
import { networksInWords } from './network-list.ts';
import { NetworkRefusal } from './network-refusal.ts';
import type { NetworkRegister } from './network-register.ts';

const id = newNetwork.shape.id;
const named = z.strictObject({ id });
const identity = z.strictObject({ account: z.string() });
/** Longest that a network may take to say who we are. */
const proofMs = 20_000;
/** Whoever gives or takes a token has just proved who they are. */
const stepUpSeconds = 900;

/** Networks: whoever writes sees them, an operator connects, tries, pauses and disconnects them. */
export function registerNetworkRoutes(ctx: Context, register: NetworkRegister, followers: () => Promise<number>, wake: () => Promise<void>): void {
  const record = (action: string, subject: string, call: Call, data?: Readonly<Record<string, unknown>>) =>
    ctx.audit.record({ action: `network.${action}`, actor: call.actor, subject, requestId: call.requestId, ...(data && { data }) });
  const proved = (ask: (signal: AbortSignal) => Promise<NetworkIdentity>, call: Call) =>
    ask(AbortSignal.any([call.signal, AbortSignal.timeout(proofMs)])).catch(told);

  ctx.route({
    method: 'get',
    path: '/office/networks',
    access: 'post.read',
    summary: 'Networks on which the Amanah speaks: as whom, what was last posted and refused, how much more they take',
    input: z.strictObject({}),
    output: z.strictObject({ networks: z.array(networkAnswer) }),
    handle: async (_input, call) => ({ networks: await networksInWords(ctx.db, register, await followers(), call.language) }),
  });
  ctx.route({
    method: 'post',
    path: '/office/networks/try',
    access: 'network.write',
    stepUpSeconds,
    summary: 'Asks a network who we are there; nothing is kept',
    input: networkReach,
    output: identity,
    handle: ({ kind, ...access }, call) => proved((signal) => register.prove(kind, access, signal), call),
  });
  ctx.route({
    method: 'put',
    path: '/office/networks/{id}',
    access: 'network.write',
    stepUpSeconds,
    summary: 'Connects a network (version 0), or gives one another name, address and token, after it has said that it knows us',
    input: newNetwork.extend({ version: z.number().int().min(0) }),
    output: identity,
    async handle({ version, ...network }, call) {
      const known = await proved((signal) => register.connect(network, version, signal), call);
      await record('connected', network.id, call, { kind: network.kind, url: network.url });
      await wake();
      return known;
    },
  });
  ctx.route({
    method: 'put',
    path: '/office/networks/{id}/token',
    access: 'network.write',
    stepUpSeconds,
    summary: 'Gives a network a new token, after it has said that it takes it',
    input: z.strictObject({ id, version: z.number().int().min(1), token: networkReach.shape.token }),
    output: identity,
    async handle({ id: network, version, token }, call) {
      const known = await proved((signal) => register.renew(network, version, token, signal), call);
      await record('token-renewed', network, call);
      await wake();
      return known;
    },
  });
  ctx.route({
    method: 'post',
    path: '/office/networks/{id}/try',
    access: 'network.write',
    summary: 'Asks a network that is connected whether it still knows us',
    input: named,
    output: identity,
    async handle({ id: network }, call) {
      const known = await proved((signal) => register.tryAgain(network, signal), call);
      await wake();
      return known;
    },
  });
  ctx.route({
    method: 'post',
    path: '/office/networks/{id}/pause',
    access: 'network.write',
    summary: 'Sends nothing to a network for now, or goes on',
    input: named.extend({ paused: z.boolean() }),
    output: z.strictObject({}),
    async handle({ id: network, paused }, call) {
      await register.pause(network, paused);
      await record(paused ? 'paused' : 'resumed', network, call);
      await wake();
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/office/networks/{id}',
    access: 'network.write',
    stepUpSeconds,
    summary: 'Forgets a network and its token; what was posted stays there',
    input: named,
    output: z.strictObject({}),
    async handle({ id: network }, call) {
      await register.disconnect(network);
      await record('disconnected', network, call);
      return {};
    },
  });
}

/** A network's refusal as an error of the catalogue. */
export function told(error: unknown): never {
  if (error instanceof NetworkRefusal) throw new AmanahError(error.code, { params: error.params, cause: error });
  throw error;
}
