import type { SourceAnswer, SourceQuestion } from '../../../requests/contract.ts';
import { wordsOf, type Context } from '../context.ts';
import { establishmentOf } from '../outside/establishment.ts';
import { leaseFor, leasesOf } from '../outside/lease.ts';
import { siteOf } from '../site-of.ts';

/** The lease of the establishment for the place of the form, or its only one; where several fit, the one that runs longest stands until the place is named. */
export async function leaseSource(ctx: Context, { actor, answers, signal }: SourceQuestion): Promise<SourceAnswer> {
  const establishment = establishmentOf(actor.capacity);
  if (!establishment) return { state: 'none', why: wordsOf(ctx, 'checkCapacity') };
  const leases = await leasesOf(ctx, establishment.unifiedNumber, signal);
  const longest = [...leases].sort((one, other) => other.endsOn.localeCompare(one.endsOn))[0];
  const lease = leaseFor(leases, siteOf(answers).shortAddress) ?? longest;
  // Whoever owns the place has no lease, and shows it by a document instead.
  if (!lease) return { state: 'unavailable', since: new Date().toISOString(), why: wordsOf(ctx, 'leaseNone') };
  return {
    state: 'fetched',
    at: new Date().toISOString(),
    items: [
      { term: wordsOf(ctx, 'leaseNumber'), value: lease.number, kind: 'identifier' },
      { term: wordsOf(ctx, 'tenant'), value: lease.tenant.name },
      ...(lease.shortAddress ? [{ term: wordsOf(ctx, 'nationalAddress'), value: lease.shortAddress, kind: 'identifier' as const }] : []),
      { term: wordsOf(ctx, 'area'), value: wordsOf(ctx, 'squareMetres', { area: lease.area }) },
      { term: wordsOf(ctx, 'leaseEndsOn'), value: lease.endsOn, kind: 'date' },
    ],
    data: { lease },
  };
}
