import type { Queryable } from '@amanah/plugin-api';
import type { Channel, DeliveryState } from '../shared/delivery-answers.ts';

export interface DeliveryFilter {
  /** Accounts whose deliveries are asked for; `null` = all. */
  readonly persons: readonly string[] | null;
  /** Part of the notice's key or of the page that it is about, such as a request's number. */
  readonly reference?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly state?: DeliveryState | undefined;
  /** Number of the oldest row already seen. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A delivery as operators see it: what kind of notice, never its text. */
export interface RecordedDelivery {
  readonly id: number;
  readonly personId: string;
  readonly template: string | null;
  readonly reference: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly segments: number | null;
  readonly toldAt: Date;
  readonly nextAt: Date | null;
  readonly endedAt: Date | null;
}

/** The latest deliveries that fit. */
export function recordedDeliveries(db: Queryable, { persons, reference, channel, state, before, limit }: DeliveryFilter): Promise<RecordedDelivery[]> {
  return db.query<RecordedDelivery>(
    `SELECT d.id::int, d.person_id AS "personId", n.template, n.key AS reference, d.channel, d.state, d.reason, d.error, d.attempts, d.segments,
       n.sent_at AS "toldAt", CASE WHEN d.state IN ('waiting', 'delayed') THEN d.next_at END AS "nextAt", d.ended_at AS "endedAt"
     FROM delivery d JOIN notification n ON n.id = d.notification_id
     WHERE ($1::text[] IS NULL OR d.person_id = ANY($1)) AND ($2::text IS NULL OR position($2 IN n.key) > 0 OR position($2 IN n.target) > 0)
       AND ($3::text IS NULL OR d.channel = $3) AND ($4::text IS NULL OR d.state = $4) AND ($5::bigint IS NULL OR d.id < $5)
     ORDER BY d.id DESC LIMIT $6`,
    [persons, reference ?? null, channel ?? null, state ?? null, before ?? null, limit],
  );
}

/** How many deliveries of the last week stand in which state, outside the portal. */
export async function deliveryCounts(db: Queryable): Promise<Readonly<Partial<Record<DeliveryState, number>>>> {
  const rows = await db.query<{ state: DeliveryState; count: number }>(
    `SELECT d.state, count(*)::int AS count FROM delivery d JOIN notification n ON n.id = d.notification_id
     WHERE d.channel <> 'portal' AND n.sent_at > now() - interval '7 days' GROUP BY d.state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
