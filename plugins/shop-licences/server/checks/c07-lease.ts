import type { LicenceRules } from '../activities.ts';
import { monthsAfter } from '../days.ts';
import type { Lease } from '../outside/lease.ts';
import { failed, passed, unsure, type Finding } from './finding.ts';

/** C7: the lease is registered for the establishment and runs long enough; whoever owns the place or holds an investment contract shows it by a document. */
export function checkLease(
  lease: Lease | null,
  { heldBy, today }: { readonly heldBy: string; readonly today: string },
  { leaseMonths }: Pick<LicenceRules, 'leaseMonths'>,
): Finding {
  if (heldBy !== 'lease') return unsure('C7', 'checkLeaseOther');
  if (!lease) return unsure('C7', 'checkLeaseNone');
  if (lease.endsOn < monthsAfter(today, leaseMonths)) return failed('C7', 'checkLeaseShort', { number: lease.number, months: leaseMonths });
  return passed('C7');
}
