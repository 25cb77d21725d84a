import { z } from 'zod';
import { auditAnswer, verifyAnswer } from '../shared/admin-answers.ts';
import { nothing, type Context } from './caller.ts';

/** The append-only record of what was done. */
export function registerAudit(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/audit',
    access: 'audit.read',
    summary: 'Latest records; `before` goes on from the oldest one seen',
    input: z.strictObject({ q: z.string().trim().max(100).default(''), before: z.coerce.number().int().positive().optional() }),
    output: auditAnswer,
    async handle({ q, before }, { language }) {
      const records = await ctx.hub.audit.latest({ search: q, limit: 50, ...(before ? { before } : {}) });
      return { records: records.map(({ actorName, ...record }) => ({ ...record, actor: actorName?.[language] ?? null })) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/audit/verify',
    access: 'audit.read',
    summary: 'Walks the whole chain of hashes and says whether a record was changed or removed',
    input: nothing,
    output: verifyAnswer,
    handle: async () => ({ ...(await ctx.hub.audit.verify()) }),
  });
}
