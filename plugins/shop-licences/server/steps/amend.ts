import { refusalOf } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import type { Licence } from '../../contract.ts';
import { activityOf } from '../activities.ts';
import { checkDues } from '../checks/c12-dues.ts';
import type { Parts } from '../parts.ts';
import { refusedFor, withFindings } from './facts-of.ts';
import { knownLicence } from './known-licence.ts';
import { unpaidOf } from './unpaid-of.ts';

type Change = 'activity' | 'area' | 'sign' | 'name';

const changesOf = ({ answers }: RequestRecord): readonly Change[] => (Array.isArray(answers['changes']) ? (answers['changes'] as Change[]) : []);

/** `amendment.assess`: whether the licence can be changed, and what the change needs: nothing but the record, an officer's look, or the site rule too. */
export async function assessAmendment(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  const dues = checkDues(await unpaidOf(parts.ctx, request));
  const checks = withFindings(request, parts, [dues]);
  if (found?.licence.state !== 'valid' || dues.outcome === 'failed') return { decision: 'barred', facts: { checks, ...refusedFor(parts, [dues]) } };
  const { licence } = found;
  const changes = changesOf(request);
  const activity = activityOf(parts.rules, changes.includes('activity') ? { name: String(request.answers['newActivity'] ?? '') } : licence.activity);
  const { district, street, shortAddress } = licence;
  const site = { district, ...(street ? { street } : {}), ...(shortAddress ? { shortAddress } : {}) };
  const facts = { checks, amended: licence, activity: activity?.code ?? null, site };
  if (changes.includes('activity') || changes.includes('area')) return { decision: 'site', facts };
  return { decision: changes.includes('sign') ? 'check-only' : 'no-study', facts };
}

const metres = /(\d+(?:\.\d+)?)\s*[×xX*]\s*(\d+(?:\.\d+)?)/g;

/** Square metres of measures as people write them, `4 × 1`; `null` when there are none. */
export function areaOfMeasures(text: string): number | null {
  const found = [...text.matchAll(metres)];
  if (found.length === 0) return null;
  return Math.round(found.reduce((sum, [, width, height]) => sum + Number(width) * Number(height), 0) * 100) / 100;
}

/** `licence.amend`: the changes that were granted, and no other. */
export async function amend(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found) return { error: 'licence-unknown' };
  try {
    const cause = { request: request.number };
    const write = { idempotencyKey: key, case: request.number };
    await parts.registers.of(found.unit).amend({ number: found.licence.number, changes: granted(parts, request), cause }, write);
  } catch (error) {
    if (refusalOf(error) === 'not-changeable') return { error: 'licence-not-changeable' };
    throw error;
  }
  return {};
}

function granted({ rules }: Pick<Parts, 'rules'>, request: RequestRecord): Partial<Pick<Licence, 'shop' | 'activity' | 'areaM2' | 'signM2'>> {
  const { answers } = request;
  const changes = changesOf(request);
  const asked = String(answers['newActivity'] ?? '');
  const activity = activityOf(rules, { name: asked });
  const signM2 = areaOfMeasures(String(answers['newSigns'] ?? ''));
  return {
    ...(changes.includes('name') ? { shop: String(answers['newTradeName'] ?? '') } : {}),
    ...(changes.includes('activity') ? { activity: { code: activity?.code ?? null, name: activity?.title.ar ?? asked } } : {}),
    ...(changes.includes('area') ? { areaM2: Number(answers['newArea'] ?? 0) } : {}),
    ...(changes.includes('sign') && signM2 !== null ? { signM2 } : {}),
  };
}
