import type { Activity, LicenceRules } from '../activities.ts';
import { failed, passed, type Finding } from './finding.ts';

interface Areas {
  readonly declaredM2: number;
  readonly leasedM2: number | null;
  readonly activity: Activity | null;
}

/** C6: the declared area is large enough for the activity and agrees with the lease within the tolerance. */
export function checkArea({ declaredM2, leasedM2, activity }: Areas, { areaTolerance }: Pick<LicenceRules, 'areaTolerance'>): Finding {
  const least = activity?.leastM2 ?? 0;
  if (declaredM2 < least) return failed('C6', 'checkAreaSmall', { area: declaredM2, least });
  if (leasedM2 !== null && Math.abs(declaredM2 - leasedM2) > leasedM2 * areaTolerance)
    return failed('C6', 'checkAreaDiffers', { area: declaredM2, leased: leasedM2 });
  return passed('C6');
}
