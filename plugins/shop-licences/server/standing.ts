import type { LicenceState } from '../contract.ts';
import type { Standing } from '../shared/register-answers.ts';
import { dayAfter } from './days.ts';

/** Days before its end from which a licence counts as ending. */
const expiringDays = 90;

/** How a licence stands on a day (shop-licence.md, section 6). Older registers mark what expired once a night, or never. */
export function standingOf({ state, validUntil }: { readonly state: LicenceState; readonly validUntil: string }, today: string, graceDays: number): Standing {
  if (state === 'suspended' || state === 'cancelled') return state;
  if (validUntil < today) return today <= dayAfter(validUntil, graceDays) ? 'grace' : 'expired';
  return validUntil <= dayAfter(today, expiringDays) ? 'expiring' : 'valid';
}
