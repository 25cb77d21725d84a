import { AmanahError } from '@amanah/errors';
import { requests } from '../../requests/contract.ts';
import { wordsOf } from './context.ts';
import type { Parts } from './parts.ts';

/** Permits that the portal issued for a licence end with it (shop-licence.md, section 6); there are none where requests do not run. */
export async function revokeLinkedPermits({ ctx }: Pick<Parts, 'ctx'>, number: string): Promise<void> {
  try {
    await ctx.use(requests).revokePermits(number, wordsOf(ctx, 'permitRevoked'));
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
  }
}
