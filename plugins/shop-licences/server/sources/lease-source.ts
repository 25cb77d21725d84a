import type { SourceAnswer, SourceQuestion } from '../../../requests/contract.ts';
import { wordsOf, type Context } from '../context.ts';
import { addressAt } from '../outside/address.ts';
import { establishmentOf } from '../outside/establishment.ts';
import { leaseFor, leasesOf, type Lease } from '../outside/lease.ts';
import type { Parts } from '../parts.ts';
import { siteOf } from '../site-of.ts';
import { districtOf, type SiteData } from '../sites.ts';

/** The lease of the establishment for the place of the form, or its only one; where several fit, the one that runs longest stands until the place is named. */
export async function leaseSource({ ctx, sites }: Pick<Parts, 'ctx' | 'sites'>, { actor, answers, signal }: SourceQuestion): Promise<SourceAnswer> {
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
    proposes: { shopArea: lease.area, ...(await placeOf(ctx, sites, lease, signal)) },
  };
}

/** Where the lease says the shop is, as its national address names the place; only its short code while that register is away. */
async function placeOf(ctx: Context, sites: SiteData, { shortAddress }: Lease, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  if (!shortAddress) return {};
  const address = await addressAt(ctx, shortAddress, signal).catch(() => null);
  if (!address) return { site: { shortAddress } };
  const { district, street, location } = address;
  const site = { ...location, ...(district ? { district } : {}), ...(street ? { street } : {}), shortAddress };
  const unit = districtOf(sites, site)?.unit;
  return { site, ...(unit ? { municipality: unit } : {}) };
}
