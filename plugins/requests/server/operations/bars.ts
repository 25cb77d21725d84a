import type { Due, Dues, OutsideOutcome, Payer, RequestRecord } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/** Checks what bars a service before anybody studies it: unpaid dues of whom it is for (check C12). */
export function offerBars({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>, dues: () => Dues): void {
  const words = (language: 'ar' | 'en', { billNumber, total }: Due) =>
    ctx
      .text('refusalUnpaid', language)
      .replace('{bill}', billNumber ?? '–')
      .replace('{total}', total);
  operations.offer('eligibility.check', async ({ request }): Promise<OutsideOutcome> => {
    const payer = payerOf(request);
    const unpaid = payer ? await dues().unpaidOf(payer) : [];
    if (unpaid.length === 0) return { facts: { bars: [] } };
    return {
      decision: 'barred',
      facts: {
        bars: unpaid.map(({ id, billNumber, total, dueOn }) => ({ kind: 'unpaid', invoice: id, bill: billNumber, total, dueOn })),
        refusal: unpaid.map((due) => ({ ar: words('ar', due), en: words('en', due) })),
      },
    };
  });
}

/** Who pays for a request: the establishment that it is for, else the person. */
export function payerOf({ beneficiary, person }: Pick<RequestRecord, 'beneficiary' | 'person'>): Payer | null {
  const [kind, id = ''] = beneficiary.split(':');
  if (kind === 'establishment') return { unifiedNumber: id };
  return person.nationalId === null ? null : { nationalId: person.nationalId };
}
