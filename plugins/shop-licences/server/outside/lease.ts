import { z } from 'zod';
import type { Context } from '../context.ts';
import { deadlineMs } from './establishment.ts';

const lease = z.object({
  number: z.string(),
  tenant: z.object({ id: z.string(), name: z.string() }),
  shortAddress: z.string().nullish(),
  usage: z.string(),
  area: z.coerce.number(),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z.string(),
});
const page = z.object({ leases: z.array(lease) });

/** A lease registered in Ejar. */
export type Lease = z.infer<typeof lease>;

/** Commercial leases of a tenant that run now. @throws what the connected system throws */
export async function leasesOf(ctx: Pick<Context, 'systems'>, tenant: string, signal?: AbortSignal): Promise<readonly Lease[]> {
  const found: Lease[] = [];
  const options = { deadlineMs, ...(signal ? { signal } : {}) };
  for await (const one of ctx.systems.ejar.operation('leasesOf').pages({ tenant }, options)) found.push(...page.parse(one).leases);
  return found.filter(({ tenant: { id }, usage, state }) => id === tenant && usage === 'commercial' && state === 'active');
}

/** The lease of a place, else the only one there is; `null` when the place cannot tell between several. */
export function leaseFor(leases: readonly Lease[], shortAddress: string | null | undefined): Lease | null {
  if (shortAddress) return leases.find((one) => one.shortAddress === shortAddress) ?? null;
  return leases.length === 1 ? (leases[0] ?? null) : null;
}
