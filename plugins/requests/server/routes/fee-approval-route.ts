import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { actorOf, isPrincipal } from '../acting-for.ts';
import { caseRow } from '../cases/case-row.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { overLimit } from '../steps/fee-limit.ts';
import { requestNumber } from './own-routes.ts';

/** The principal approves fees above the limit of the delegation under which a request was sent; its invoice is issued then. */
export function registerFeeApproval(parts: PluginParts): void {
  const { ctx, runner } = parts;
  ctx.route({
    method: 'post',
    path: '/own/{number}/fee-approval',
    access: 'own.write',
    summary: 'Approves fees above the limit of the delegation; only whom the request is for',
    input: z.strictObject({ number: requestNumber }),
    output: z.undefined(),
    async handle({ number }, call) {
      const actor = actorOf(call);
      const row = await caseRow(ctx.db, number);
      if (!isPrincipal(actor, row)) throw new AmanahError('REQUESTS_UNKNOWN', { detail: number });
      const over = overLimit(row);
      if (over) {
        await ctx.db.query(`UPDATE request SET facts = facts || '{"feeApproved": true}' WHERE number = $1`, [number]);
        await ctx.audit.record({ action: 'fees.approved', actor, subject: number, requestId: call.requestId, data: { ...over } });
      }
      const waiting = await ctx.db.query<{ token: number }>(
        `SELECT token FROM outside_step WHERE request = $1 AND operation = 'invoice.issue' AND state = 'waiting'`,
        [number],
      );
      for (const { token } of waiting) await runner.run({ request: number, token }, call);
      return undefined;
    },
  });
}
