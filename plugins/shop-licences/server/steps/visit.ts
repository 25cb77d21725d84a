import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import { dayAfter, dayOf } from '../days.ts';
import { siteOf } from '../site-of.ts';
import { districtOf, type Site } from '../sites.ts';
import type { Parts } from '../parts.ts';

/** District of a request's place, by the names of the map. */
export function districtName({ sites }: Pick<Parts, 'sites'>, { answers, facts }: Pick<RequestRecord, 'answers' | 'facts'>): string | null {
  const site = (facts['site'] as Site | undefined) ?? siteOf(answers);
  return districtOf(sites, site)?.id ?? site.district ?? null;
}

/** `visit.schedule`: an hour of an inspector of the unit, once for each visit of the step. */
export async function scheduleVisit(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const { visits, rules } = parts;
  const visit = await visits.plan({
    key,
    request: request.number,
    unit: request.unit,
    kind: 'before-licence',
    district: districtName(parts, request),
    from: dayAfter(dayOf(new Date()), rules.visitAfterDays),
  });
  return { facts: { visit } };
}

/** `visit.cancel`. */
export async function cancelVisit({ visits }: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  await visits.cancel(request.number);
  return { facts: { visit: null } };
}
