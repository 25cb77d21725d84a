import type { Actor } from '@amanah/plugin-api';
import { revokeLinkedPermits } from '../linked-permits.ts';
import { withdrawPapers } from '../paper.ts';
import type { Parts } from '../parts.ts';
import type { Located } from '../registers.ts';
import { accountsOf, notify, tellHolders } from '../tell-holders.ts';

export type Measure = 'suspend' | 'lift' | 'cancel';

interface Taken {
  readonly measure: Measure;
  readonly why: string;
  /** The same measure sent twice is one. */
  readonly key: string;
  readonly requestId: string;
}

/** A measure of the head of the municipality: in the register, in the audit, on the papers, and told to the holder with the reason. @throws what the register refuses */
export async function takeMeasure(parts: Parts, actor: Actor, { unit, licence }: Located, { measure, why, key, requestId }: Taken): Promise<void> {
  const { ctx, registers } = parts;
  const { id, name } = actor.person;
  const { number } = licence;
  const cause = { why, by: { id, name } };
  await registers.of(unit)[measure]({ number, cause }, { idempotencyKey: `measure/${key}` });
  await ctx.audit.record({ action: `licence.${measure}`, actor, subject: `licence/${number}`, requestId, data: { unit, why } });
  if (measure === 'cancel') {
    await withdrawPapers(parts, number, 'paperCancelled');
    await revokeLinkedPermits(parts, number);
  }
  if (measure === 'suspend') {
    const data = { number, reason: { ar: why, en: why } };
    const to = `/licences/${number}`;
    await notify(parts, await accountsOf(parts, licence), { template: 'licence-suspended', data, to, key: `licence-suspended/${key}`, urgency: 'urgent' });
    return;
  }
  await tellHolders(parts, { licence, also: [], key, notice: measure === 'lift' ? 'noticeLifted' : 'noticeCancelled' });
}
