import type { Activity } from '../activities.ts';
import { districtOf, metresBetween, pointOf, streetOf, type Site, type SiteData } from '../sites.ts';
import { failed, passed, unsure, type Finding } from './finding.ts';

/**
 * C4: the plot's land use allows the activity, the street is commercial or wide enough, and nothing is too near. A mixed use on a narrow street, and what the data do
 * not tell, are for a planner.
 */
export function checkZoning(activity: Activity | null, site: Site, data: SiteData): Finding {
  const district = districtOf(data, site);
  if (!district) return unsure('C4', 'checkZoningUnknown');
  if (!activity) return unsure('C4', 'checkActivityUnknown');
  if (!activity.uses.includes(district.use)) return failed('C4', 'checkZoningUse');
  const near = tooNear(activity, site, data);
  if (near) return failed('C4', 'checkZoningNear', near);
  const street = streetOf(district, site);
  if (!street) return district.use === 'commercial' ? passed('C4') : unsure('C4', 'checkZoningStreet');
  if (street.commercial || street.widthM >= activity.streetM) return passed('C4');
  return unsure('C4', 'checkZoningNarrow', { width: street.widthM, least: activity.streetM });
}

function tooNear({ away }: Activity, site: Site, { landmarks }: SiteData): { readonly metres: number; readonly least: number } | null {
  const at = pointOf(site);
  if (!at) return null;
  for (const { kind, at: place } of landmarks) {
    const least = away[kind];
    const metres = Math.round(metresBetween(at, place));
    if (least !== undefined && metres < least) return { metres, least };
  }
  return null;
}
