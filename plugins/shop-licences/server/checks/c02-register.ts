import { sameClass } from '../activities.ts';
import { dayAfter, monthsAfter } from '../days.ts';
import type { Company } from '../outside/establishment.ts';
import { failed, passed, type Finding } from './finding.ts';

/** A register that was not confirmed so many days after its year is suspended (identifiers.md, section 2). */
const confirmationDays = 90;
const yearMonths = 12;

/** C2: the register is active, confirmed within the year, and has an activity of the class that is asked for; older entries may list none. */
export function checkRegister(company: Company | null, { activity, today }: { readonly activity: string | null; readonly today: string }): Finding {
  if (!company) return failed('C2', 'checkRegisterUnknown');
  const { unifiedNumber: number, status, lastConfirmedOn, activities } = company;
  if (status === 'suspended') return failed('C2', 'checkRegisterSuspended', { number });
  if (status === 'cancelled') return failed('C2', 'checkRegisterCancelled', { number });
  if (lastConfirmedOn && dayAfter(monthsAfter(lastConfirmedOn, yearMonths), confirmationDays) < today)
    return failed('C2', 'checkRegisterUnconfirmed', { number });
  if (activity !== null && activities.length > 0 && !activities.some(({ code }) => sameClass(code, activity)))
    return failed('C2', 'checkRegisterActivity', { number });
  return passed('C2');
}
