import type { RequestRecord } from '../../../requests/contract.ts';
import type { NewLicence } from '../../contract.ts';
import { signArea } from '../checks/c08-sign.ts';
import { dayAfter, dayOf, monthsAfter } from '../days.ts';
import type { Lease } from '../outside/lease.ts';
import { establishmentOf } from '../outside/establishment.ts';
import { siteOf } from '../site-of.ts';
import type { Parts } from '../parts.ts';
import { askedActivity, fetchedData, signsOf } from './facts-of.ts';

const yearMonths = 12;

/** The licence that comes of a request that was granted: from the day of issue, for the years that were paid. */
export function newLicence(parts: Pick<Parts, 'rules' | 'ctx'>, request: RequestRecord, issuedOn = dayOf(new Date())): NewLicence {
  const { answers, facts, capacity, person } = request;
  const establishment = establishmentOf(capacity);
  const company = facts['company'] as { readonly name: { readonly ar: string }; readonly register: string | null } | null | undefined;
  const activity = askedActivity(request, parts);
  const site = siteOf(answers);
  const lease = fetchedData(request, 'LEASE', 'lease') as Lease | undefined;
  const name = company?.name.ar ?? establishment?.name.ar ?? person.name.ar;
  return {
    shop: name,
    owner: { nationalId: capacity.kind === 'owner' ? person.nationalId : null, name },
    register: company?.register ?? null,
    unifiedNumber: establishment?.unifiedNumber ?? null,
    activity: { code: activity?.code ?? null, name: activity?.title.ar ?? '' },
    district: site.district ?? parts.ctx.access.unit(request.unit)?.name.ar ?? '',
    street: site.street ?? null,
    shortAddress: site.shortAddress ?? lease?.shortAddress ?? null,
    areaM2: Number(answers['shopArea'] ?? 0),
    signM2: signArea(signsOf(answers)),
    issuedOn,
    validUntil: dayAfter(monthsAfter(issuedOn, yearMonths * (Number(answers['licenceYears']) || 1)), -1),
    accounts: [person.id],
  };
}
