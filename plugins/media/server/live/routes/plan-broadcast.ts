import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { BroadcastPlan } from '../../../shared/broadcast.ts';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import type { Broadcasts } from '../channel/broadcasts.ts';

export interface Planned {
  readonly id: string;
  /** The encoder's one-time key. */
  readonly key: string;
}

/** Enters a broadcast to come. @throws MEDIA_SERVICE_UNKNOWN, MEDIA_UNIT_UNKNOWN */
export async function planBroadcast(
  { ctx, programmes, assertServices }: ProgrammeParts,
  broadcasts: Broadcasts,
  plan: BroadcastPlan & { readonly unit: string },
  by: Pick<Call, 'actor' | 'requestId'>,
): Promise<Planned> {
  assertServices(plan.services);
  if (!ctx.access.unit(plan.unit)) throw new AmanahError('MEDIA_UNIT_UNKNOWN', { params: { unit: plan.unit } });
  const planned = await ctx.db.transaction(async (tx) => {
    const id = await programmes.create(tx, {
      ...plan,
      origin: 'live',
      state: 'scheduled',
      startsAt: plan.startsAt ?? new Date().toISOString(),
      captionsException: plan.captionsException ?? null,
      createdBy: by.actor?.person.id ?? 'command-line',
    });
    return { id, key: await broadcasts.add(tx, id) };
  });
  const { title, unit, startsAt, audience, captionsException } = plan;
  await ctx.audit.record({
    action: 'broadcast.planned',
    actor: by.actor,
    subject: `programme/${planned.id}`,
    requestId: by.requestId,
    data: { title, unit, startsAt: startsAt ?? null, audience, ...(captionsException ? { captionsException } : {}) },
  });
  return planned;
}
