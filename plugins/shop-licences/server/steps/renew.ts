import { AmanahError } from '@amanah/errors';
import { refusalOf } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import type { Licence } from '../../contract.ts';
import { activityOf } from '../activities.ts';
import { wordsOf } from '../context.ts';
import { dayAfter, dayOf, monthsAfter, monthsBegun } from '../days.ts';
import type { Parts } from '../parts.ts';
import { isOfCalendar } from '../rollout/differences.ts';
import { delivered } from './deliver.ts';
import { knownLicence } from './known-licence.ts';
import { districtName } from './visit.ts';

/** Longest bill number that registers take. */
const billLength = 40;

/** What the tariff of a licence asks for, of a licence that is there. */
export function figuresOf(
  { rules }: Pick<Parts, 'rules'>,
  { activity, areaM2, signM2, validUntil }: Licence,
  today: string,
): Readonly<Record<string, unknown>> {
  return {
    activity: activityOf(rules, activity)?.code ?? rules.otherwise ?? null,
    area: Math.max(1, areaM2),
    signs: signM2 > 0 ? [{ kind: 'front', width: signM2, height: 1, faces: 1 }] : [],
    monthsExpired: monthsBegun(validUntil, today),
  };
}

/** `renewal.offer`: reads the licence and what the fees are reckoned by. */
export async function offerRenewal(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found) return { error: 'licence-unknown' };
  const { licence } = found;
  if (licence.state === 'suspended' || licence.state === 'cancelled') return { error: 'licence-not-renewable' };
  const { number, validUntil, shop } = licence;
  return { facts: { renewal: { number, shop, validUntil }, expiresOn: validUntil, ...figuresOf(parts, licence, dayOf(new Date())) } };
}

/** `licence.renew`: in whichever register keeps the licence, once for the bill. */
export async function renew(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found) return { error: 'licence-unknown' };
  const register = parts.registers.of(found.unit);
  const { number } = found.licence;
  const bill = String(request.facts['bill'] ?? request.number).slice(0, billLength);
  const on = typeof request.facts['paidOn'] === 'string' ? request.facts['paidOn'] : dayOf(request.submittedAt);
  const years = Number(request.answers['licenceYears']) || 1;
  try {
    await register.renew({ number, years, bill, on }, { idempotencyKey: key, case: request.number });
  } catch (error) {
    if (refusalOf(error) === 'not-renewable') return { error: 'licence-not-renewable', facts: { refusal: [wordsOf(parts.ctx, 'notRenewableMeanwhile')] } };
    // Nobody knows whether it was done: the register itself may show it. Otherwise a person finds out.
    const unsure = error instanceof AmanahError && error.code === 'SYSTEMS_OUTCOME_UNKNOWN';
    if (!unsure || !isRenewed(await register.find({ number }), request, { on, years })) throw error;
  }
  return delivered(parts, request, await register.find({ number }), 'noticeRenewed');
}

/** Whether a licence has the last day that this renewal gives it, in whichever calendar its register counts years. */
function isRenewed({ validUntil }: Licence, { facts }: Pick<RequestRecord, 'facts'>, { on, years }: { readonly on: string; readonly years: number }): boolean {
  const { expiresOn: before } = facts;
  if (typeof before !== 'string' || validUntil <= before) return false;
  return isOfCalendar(validUntil, monthsAfter(before < on ? on : before, years * 12), years);
}

/** `licence.expire`: not renewed in time; the shop comes into the plan of visits, and the days of grace begin. */
export async function expire(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const until = String(request.facts['expiresOn'] ?? dayOf(new Date()));
  const graceEndsOn = dayAfter(until, parts.rules.graceDays);
  await parts.visits.plan({
    key,
    request: request.number,
    unit: request.unit,
    kind: 'expired',
    district: districtName(parts, request),
    from: [dayOf(new Date()), graceEndsOn].sort().at(-1) ?? graceEndsOn,
  });
  return { facts: { graceEndsOn } };
}
