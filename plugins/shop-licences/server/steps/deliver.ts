import { refusalOf } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import type { Licence } from '../../contract.ts';
import { failed } from '../checks/finding.ts';
import { makePaper } from '../paper.ts';
import type { Parts } from '../parts.ts';
import { tellHolders } from '../tell-holders.ts';
import { refusedFor, withFindings } from './facts-of.ts';
import { knownLicence } from './known-licence.ts';
import { newLicence } from './new-licence.ts';

const issuing = 'shop-licence-issue';

/**
 * `licence.deliver`: writes a new licence into the register of the unit, or takes the changed one out of it; makes its paper, tells the holder, and has the Commerce
 * register told. Done again after a crash it finds what was done. A place that another licence got meanwhile (check C13) refuses for good: `place-occupied`.
 */
export async function deliver(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  let licence: Licence | undefined;
  try {
    licence = request.procedure === issuing ? await issued(parts, request) : (await knownLicence(parts, request))?.licence;
  } catch (error) {
    if (refusalOf(error) !== 'occupied') throw error;
    const occupied = [failed('C13', 'checkOccupiedMeanwhile')];
    return { error: 'place-occupied', facts: { checks: withFindings(request, parts, occupied), ...refusedFor(parts, occupied) } };
  }
  if (!licence) return { error: 'licence-unknown' };
  return delivered(parts, request, licence, 'noticeIssued');
}

async function issued({ registers, ctx, rules }: Parts, request: RequestRecord): Promise<Licence> {
  const register = registers.of(request.unit);
  const write = { idempotencyKey: `issue/${request.number}`, case: request.number };
  // The day of issue stays that of the first try.
  const issuedOn = typeof request.facts['paidOn'] === 'string' ? request.facts['paidOn'] : undefined;
  const { number } = await register.issue({ licence: newLicence({ rules, ctx }, request, issuedOn), cause: { request: request.number } }, write);
  return register.find({ number });
}

/** The paper, the notice and the word to Commerce about a licence that has just been written. */
export async function delivered(
  parts: Parts,
  request: RequestRecord,
  licence: Licence,
  notice: 'noticeIssued' | 'noticeRenewed' | 'noticeCopied',
): Promise<OutsideOutcome> {
  const { number } = request;
  const paper = await makePaper(parts, { key: `licence/${licence.number}/${number}`, unit: request.unit, licence, readers: [request.person.id] });
  await parts.report({ unit: request.unit, number: licence.number, cause: number });
  await tellHolders(parts, { licence, also: [request.person.id], key: number, notice });
  return { facts: { licence: paper, validUntil: licence.validUntil, documents: [{ code: paper.code, path: paper.path }] } };
}
