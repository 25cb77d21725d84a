import { sameClass } from '../activities.ts';
import type { SafetyCertificate } from '../outside/safety.ts';
import { failed, passed, type Finding } from './finding.ts';

interface Asked {
  readonly shortAddress: string | null;
  readonly activity: string | null;
  readonly today: string;
}

/** C10: a certificate of Civil Defense that stands, for this place and this class of activity. */
export function checkSafety(certificates: readonly SafetyCertificate[], { shortAddress, activity, today }: Asked): Finding {
  const fits = certificates.some(
    (one) =>
      one.validUntil >= today && (shortAddress === null || one.shortAddress === shortAddress) && (activity === null || sameClass(one.activityCode, activity)),
  );
  return fits ? passed('C10') : failed('C10', 'checkSafetyMissing');
}
