import { refusalOf } from '@amanah/plugin-api';
import { payments } from '../../../payments/contract.ts';
import type { OutsideOutcome, OutsideWork } from '../../../requests/contract.ts';
import { dayOf } from '../days.ts';
import { revokeLinkedPermits } from '../linked-permits.ts';
import { withdrawPapers } from '../paper.ts';
import type { Parts } from '../parts.ts';
import { tellHolders } from '../tell-holders.ts';
import { knownLicence } from './known-licence.ts';
import { figuresOf } from './renew.ts';

/** Line of the tariff with what is owed for the months after a licence's end. */
const lateLine = 'SHP-04';

/** `cancellation.assess`: a licence that is there and not cancelled yet; one that has ended owes what the tariff reckons from its last day. */
export async function assessCancellation(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found || found.licence.state === 'cancelled') return { decision: 'barred' };
  const { number, district, street, validUntil } = found.licence;
  const figures = figuresOf(parts, found.licence, dayOf(new Date()));
  return {
    decision: 'may-be-cancelled',
    facts: { cancelled: { number, validUntil }, site: { district, ...(street ? { street } : {}) }, assessed: owed(parts, found.unit, figures) },
  };
}

/** Riyals owed since the licence ended. */
function owed({ ctx }: Parts, municipality: string, figures: Readonly<Record<string, unknown>>): number {
  if (figures['monthsExpired'] === 0) return 0;
  const { lines } = ctx.use(payments).quote('shop-licence', { ...figures, municipality, years: 1, cleaningContract: true });
  return Number(lines.find(({ code }) => code === lateLine)?.amount ?? 0);
}

/** `licence.cancel`: in the register; its papers say so from now on, and its holders are told. */
export async function cancel(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found) return { error: 'licence-unknown' };
  const { number } = found.licence;
  const register = parts.registers.of(found.unit);
  try {
    await register.cancel({ number, cause: { request: request.number } }, { idempotencyKey: key, case: request.number });
  } catch (error) {
    if (refusalOf(error) === 'not-changeable') return { error: 'licence-not-changeable' };
    throw error;
  }
  await withdrawPapers(parts, number, 'paperCancelled');
  await revokeLinkedPermits(parts, number);
  await tellHolders(parts, { licence: found.licence, also: [request.person.id], key: request.number, notice: 'noticeCancelled' });
  return {};
}
