import { refusalOf } from '@amanah/plugin-api';
import { z } from 'zod';
import { licenceNumber, type Licence } from '../../contract.ts';
import type { Parts } from '../parts.ts';
import type { Located } from '../registers.ts';
import { historyOf, measureOf } from '../routes/licence-view.ts';
import { accountsOf, tellHolders } from '../tell-holders.ts';

/** The day on which a licence was suspended or cancelled by the municipality, for whom it belongs to; `null` for every other number or person. */
export async function measureOn(parts: Parts, reference: string, beneficiary: string): Promise<string | null> {
  const found = await ownLicence(parts, reference, beneficiary);
  if (!found) return null;
  const { unit, licence } = found;
  if (licence.state !== 'suspended' && licence.state !== 'cancelled') return null;
  const measure = measureOf(await historyOf(parts, unit, licence.number, 'ar'), licence.state);
  return measure?.objectUntil ? measure.on : null;
}

const decided = z.object({ number: z.string(), outcome: z.string(), key: z.string(), answers: z.record(z.string(), z.unknown()), beneficiary: z.string() });

/** An objection that was accepted ends the suspension that it is about; what was cancelled is issued anew, which a new request asks for. */
export function followObjections(parts: Parts): void {
  const { ctx, registers } = parts;
  ctx.events.on('requests.objection.decided', decided, async ({ data: { number: request, outcome, key, answers, beneficiary } }) => {
    if (outcome !== 'accepted') return;
    const found = await ownLicence(parts, String(answers['violationNumber'] ?? ''), beneficiary);
    if (found?.licence.state !== 'suspended') return;
    const { unit, licence } = found;
    try {
      await registers
        .of(unit)
        .lift({ number: licence.number, cause: { request, why: ctx.text('objectionAccepted', 'ar') } }, { idempotencyKey: `objection/${key}` });
    } catch (error) {
      // Lifted meanwhile by the head of the municipality, or kept by a register that lifts nothing: the decision is told to them by the request.
      if (refusalOf(error) === null) throw error;
      ctx.log.warn({ err: error, licence: licence.number }, 'a suspension whose objection was accepted was not lifted');
      return;
    }
    await tellHolders(parts, { licence, also: [], key: `objection/${key}`, notice: 'noticeLifted' });
  });
}

async function ownLicence(parts: Parts, reference: string, beneficiary: string): Promise<Located | null> {
  if (!licenceNumber.safeParse(reference).success) return null;
  const found = await parts.registers.locate(reference);
  return found && (await isOf(parts, found.licence, beneficiary)) ? found : null;
}

async function isOf(parts: Parts, licence: Licence, beneficiary: string): Promise<boolean> {
  const [kind, id = ''] = beneficiary.split(':');
  return kind === 'establishment' ? licence.unifiedNumber === id : (await accountsOf(parts, licence)).includes(id);
}
