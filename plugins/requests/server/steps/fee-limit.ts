import { AmanahError } from '@amanah/errors';
import { delegationOf, type Call } from '@amanah/plugin-api';
import type { OutsideWork, RequestRecord } from '../../contract.ts';
import { writeAmanahLetter } from '../operations/amanah-letter.ts';
import type { PluginParts } from '../plugin-parts.ts';

export interface OverLimit {
  readonly total: string;
  readonly limit: string;
}

/** The fees of a request that a delegate or an office sent, when they are above what its delegation allows and the principal has not approved them. */
export function overLimit({ capacity, facts }: Pick<RequestRecord, 'capacity' | 'facts'>): OverLimit | null {
  const limit = delegationOf(capacity)?.feeLimit ?? null;
  const total = facts['feesTotal'];
  if (limit === null || facts['feeApproved'] === true || typeof total !== 'string') return null;
  return Number(total) > Number(limit) ? { total, limit } : null;
}

/** Keeps an invoice back that would cost the principal more than the delegation allows: both sides are told once. @throws REQUESTS_DELEGATION_LIMIT */
export async function assertWithinLimit({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>, work: OutsideWork, call: Call): Promise<void> {
  const { request, operation, key } = work;
  if (operation !== 'invoice.issue' || (delegationOf(request.capacity)?.feeLimit ?? null) === null) return;
  // Some procedures reckon the fees only with the invoice.
  const reckoned = request.facts['feesTotal'] === undefined ? await operations.carryOut({ ...work, operation: 'fees.assess' }, call) : {};
  const facts = { ...request.facts, ...reckoned.facts };
  const over = overLimit({ capacity: request.capacity, facts });
  if (!over) return;
  const words = (language: 'ar' | 'en') => ctx.text('feeOverLimit', language).replace('{total}', over.total).replace('{limit}', over.limit);
  await ctx.db.transaction(async (tx) => {
    // What was reckoned is kept: the principal sees what there is to approve.
    await tx.query('UPDATE request SET facts = facts || $2::jsonb WHERE number = $1', [request.number, JSON.stringify({ ...reckoned.facts })]);
    await writeAmanahLetter(ctx, tx, { request: request.number, body: `${words('ar')}\n\n${words('en')}`, key: `limit/${key}` });
  });
  throw new AmanahError('REQUESTS_DELEGATION_LIMIT', { detail: `${request.number}: ${over.total} > ${over.limit}` });
}
