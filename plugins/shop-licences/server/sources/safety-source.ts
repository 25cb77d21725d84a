import type { SourceAnswer, SourceQuestion } from '../../../requests/contract.ts';
import { wordsOf, type Context } from '../context.ts';
import { establishmentOf } from '../outside/establishment.ts';
import { certificatesOf } from '../outside/safety.ts';
import { siteOf } from '../site-of.ts';

/** Civil Defense's certificate for the place; without one the person attaches the invoice of the safety tools, and the procedure waits for the certificate. */
export async function safetySource(ctx: Context, { actor, answers, signal }: SourceQuestion): Promise<SourceAnswer> {
  const establishment = establishmentOf(actor.capacity);
  if (!establishment) return { state: 'none', why: wordsOf(ctx, 'checkCapacity') };
  const { shortAddress } = siteOf(answers);
  const certificates = await certificatesOf(ctx, establishment.unifiedNumber, signal);
  const found = certificates.find((one) => !shortAddress || one.shortAddress === shortAddress);
  if (!found) return { state: 'unavailable', since: new Date().toISOString(), why: wordsOf(ctx, 'certificateNone') };
  return {
    state: 'fetched',
    at: new Date().toISOString(),
    items: [
      { term: wordsOf(ctx, 'certificateNumber'), value: found.number, kind: 'identifier' },
      { term: wordsOf(ctx, 'nationalAddress'), value: found.shortAddress, kind: 'identifier' },
      { term: wordsOf(ctx, 'validUntil'), value: found.validUntil, kind: 'date' },
    ],
    data: { certificate: found },
  };
}
