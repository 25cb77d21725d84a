import type { OutsideOutcome, OutsideWork } from '../../../requests/contract.ts';
import { dayAfter, dayOf } from '../days.ts';
import type { Parts } from '../parts.ts';
import { districtName } from './visit.ts';

const issuing = 'shop-licence-issue';

/** `licence.seal`: no official signs; a new licence that nobody has visited is visited soon after. */
export async function seal(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const sealed = { at: new Date().toISOString(), by: parts.ctx.access.unit(request.unit)?.name ?? null };
  if (request.procedure !== issuing) return { facts: { sealed } };
  const visit = await parts.visits.plan({
    key,
    request: request.number,
    unit: request.unit,
    kind: 'after-licence',
    district: districtName(parts, request),
    from: dayAfter(dayOf(new Date()), 1),
  });
  return { facts: { sealed, visit } };
}
