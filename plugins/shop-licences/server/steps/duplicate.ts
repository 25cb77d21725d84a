import type { OutsideOutcome, OutsideWork } from '../../../requests/contract.ts';
import { refusalOf } from '@amanah/plugin-api';
import type { Parts } from '../parts.ts';
import { delivered } from './deliver.ts';
import { knownLicence } from './known-licence.ts';

/** `licence.find`: a copy is given of a valid licence only. */
export async function findLicence(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  return { decision: found?.licence.state === 'valid' ? 'found' : 'not-found' };
}

/** `licence.duplicate`: another paper with a new code, in place of the one before; the register notes it where it keeps a history. */
export async function duplicate(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  if (!found) return { error: 'licence-unknown' };
  const { unit, licence } = found;
  try {
    await parts.registers.of(unit).noteDuplicate({ number: licence.number, cause: { request: request.number } }, { idempotencyKey: key, case: request.number });
  } catch (error) {
    if (refusalOf(error) !== 'not-offered') throw error;
  }
  return delivered(parts, request, licence, 'noticeCopied');
}
