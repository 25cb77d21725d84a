import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { blockKinds, blockReason, moderation } from '../../shared/block-answers.ts';
import { personOf, type Context } from '../context.ts';
import type { AccountBlocks } from './account-blocks.ts';
import type { Followers } from './followers.ts';
import { accountName, serverName } from './remote-names.ts';

/** Moderation of our own account in the Fediverse. */
export function registerBlockRoutes(ctx: Context, blocks: AccountBlocks, followers: Followers): void {
  const record = (action: string, subject: string, call: Call, data: Readonly<Record<string, unknown>>) =>
    ctx.audit.record({ action: `account.${action}`, actor: call.actor, subject, requestId: call.requestId, data });

  ctx.route({
    method: 'get',
    path: '/office/account/blocks',
    access: 'account.moderate',
    summary: 'How many follow our account in the Fediverse from each server, never who they are, and which servers and accounts are blocked',
    input: z.strictObject({}),
    output: moderation,
    handle: async () => ({ ...(await followers.byServer()), blocks: await blocks.all() }),
  });
  ctx.route({
    method: 'post',
    path: '/office/account/blocks',
    access: 'account.moderate',
    summary: 'Blocks a server of the Fediverse with all below it, or one account: its followers are gone, it follows no more, nothing more is sent to it',
    input: z.strictObject({
      kind: z.enum(blockKinds),
      address: z.string().trim().min(1).max(300),
      reason: z.string().trim().min(blockReason.shortest).max(blockReason.longest),
    }),
    output: z.strictObject({ id: z.uuid(), address: z.string() }),
    async handle({ kind, address: typed, reason }, call) {
      const address = kind === 'server' ? serverName(typed) : accountName(typed);
      if (address === null) throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'address', message: `no address of a ${kind}` }] });
      const { id } = await blocks.block(kind, address, reason, personOf(call));
      await record('blocked', address, call, { kind, reason });
      return { id, address };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/office/account/blocks/{id}',
    access: 'account.moderate',
    summary: 'Lifts a block: from then on it may follow again',
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({}),
    async handle({ id }, call) {
      const { kind, address, reason } = await blocks.lift(id);
      await record('unblocked', address, call, { kind, reason });
      return {};
    },
  });
}
