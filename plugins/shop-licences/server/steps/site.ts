import type { OutsideOutcome, OutsideWork } from '../../../requests/contract.ts';
import { checkZoning } from '../checks/c04-zoning.ts';
import { siteOf } from '../site-of.ts';
import type { Site } from '../sites.ts';
import type { Parts } from '../parts.ts';
import { askedActivity, refusedFor, withFindings } from './facts-of.ts';

const decisions = { passed: 'yes', unsure: 'needs-planning-opinion', failed: 'no' } as const;

/** `site.check` (C4): by land use, street and distances; what the data do not tell goes to a planner. */
export async function checkSite(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  // A change of a licence is about the place that it has.
  const site = (request.facts['site'] as Site | undefined) ?? siteOf(request.answers);
  const zoning = checkZoning(askedActivity(request, parts), site, parts.sites);
  return {
    decision: decisions[zoning.outcome],
    facts: { checks: withFindings(request, parts, [zoning]), ...(zoning.outcome === 'failed' ? refusedFor(parts, [zoning]) : {}) },
  };
}
