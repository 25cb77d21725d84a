import type { OutsideOutcome, OutsideWork } from '../../../requests/contract.ts';
import { checkCapacity } from '../checks/c01-capacity.ts';
import { checkRegister } from '../checks/c02-register.ts';
import { checkActivity } from '../checks/c03-activity.ts';
import { dayOf } from '../days.ts';
import { companyOf, establishmentOf, type Company } from '../outside/establishment.ts';
import type { Parts } from '../parts.ts';
import { askedActivity, fetchedData, refusedFor, withFindings } from './facts-of.ts';

/** `applicant.prefill`: capacity (C1), commercial register (C2) and activity (C3). While Commerce is away, what the form had fetched stands. */
export async function prefill(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const establishment = establishmentOf(request.capacity);
  const capacity = checkCapacity(request.capacity);
  if (!establishment) return { decision: 'no', facts: { checks: withFindings(request, parts, [capacity]), ...refusedFor(parts, [capacity]) } };
  const activity = askedActivity(request, parts);
  const fetched = fetchedData(request, 'CR', 'company') as Company | undefined;
  const company = await companyOf(parts.ctx, establishment.unifiedNumber).catch((error: unknown) => {
    if (fetched?.unifiedNumber === establishment.unifiedNumber) return fetched;
    throw error;
  });
  const register = checkRegister(company, { activity: activity?.code ?? null, today: dayOf(new Date()) });
  const refused = register.outcome === 'failed';
  return {
    decision: refused ? 'no' : 'yes',
    facts: {
      company: company ? { name: company.name, unifiedNumber: company.unifiedNumber, register: company.legacyRegisters[0] ?? null } : null,
      checks: withFindings(request, parts, [capacity, register, checkActivity(activity)]),
      ...(refused ? refusedFor(parts, [capacity, register]) : {}),
    },
  };
}
