import { AmanahError } from '@amanah/errors';
import type { Actor, AuditEntry, Db } from '@amanah/plugin-api';
import type { BroadcastPlan } from '../../../shared/broadcast.ts';
import type { Context } from '../../context.ts';
import type { Programmes } from '../../programmes/programmes.ts';
import type { Broadcasts } from '../channel/broadcasts.ts';

export interface Planned {
  readonly id: string;
  /** The encoder's one-time key. */
  readonly key: string;
}

/** What it takes, in the hub as on the command line. */
export interface PlanningParts {
  readonly db: Db;
  readonly access: Pick<Context['access'], 'unit'>;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly programmes: Programmes;
  readonly broadcasts: Broadcasts;
}

/** Enters a broadcast to come; its services have been checked. @throws MEDIA_UNIT_UNKNOWN */
export async function planBroadcast(
  { db, access, audit, programmes, broadcasts }: PlanningParts,
  plan: BroadcastPlan & { readonly unit: string },
  by: { readonly actor: Actor | null; readonly requestId: string },
): Promise<Planned> {
  if (!access.unit(plan.unit)) throw new AmanahError('MEDIA_UNIT_UNKNOWN', { params: { unit: plan.unit } });
  const planned = await db.transaction(async (tx) => {
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
  await audit.record({
    action: 'broadcast.planned',
    actor: by.actor,
    subject: `programme/${planned.id}`,
    requestId: by.requestId,
    data: { title, unit, startsAt: startsAt ?? null, audience, ...(captionsException ? { captionsException } : {}) },
  });
  return planned;
}
