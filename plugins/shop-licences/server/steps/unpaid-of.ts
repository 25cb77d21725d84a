import { AmanahError } from '@amanah/errors';
import { payments } from '../../../payments/contract.ts';
import type { RequestRecord } from '../../../requests/contract.ts';
import type { Context } from '../context.ts';

/** What is unpaid and due of whom a request is for (C12); nothing where payments do not run. */
export async function unpaidOf(
  ctx: Pick<Context, 'use'>,
  { beneficiary, person }: Pick<RequestRecord, 'beneficiary' | 'person'>,
): Promise<readonly { readonly total: string }[]> {
  const [kind, id = ''] = beneficiary.split(':');
  if (kind === 'establishment') return unpaid(ctx, { unifiedNumber: id });
  return person.nationalId === null ? [] : unpaid(ctx, { nationalId: person.nationalId });
}

export async function unpaid(
  ctx: Pick<Context, 'use'>,
  payer: { readonly nationalId: string } | { readonly unifiedNumber: string },
): Promise<readonly { readonly total: string }[]> {
  try {
    return await ctx.use(payments).unpaidOf(payer);
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return [];
    throw error;
  }
}
