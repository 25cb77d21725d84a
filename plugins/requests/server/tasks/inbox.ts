import type { Actor, Bilingual, Capacity, Db } from '@amanah/plugin-api';
import type { InboxFilter } from '../../shared/answers/staff-answers.ts';
import type { Holding } from './task-access.ts';

const pageSize = 50;
/** A task is near its end when less than so many hours are left. */
const soonHours = 24;

export interface InboxRow {
  readonly request: string;
  readonly token: number;
  readonly step: string;
  readonly service: string;
  readonly role: string;
  readonly unit: string;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly claimed_by: string | null;
  readonly claimed_name: Bilingual | null;
  readonly in_place_of: string | null;
  readonly state: string;
  readonly procedure: string;
  readonly version: string;
  readonly person_name: Bilingual;
  readonly capacity: Capacity;
  readonly sorted: string;
}

export interface InboxCounts {
  readonly all: number;
  readonly mine: number;
  readonly free: number;
  readonly late: number;
  readonly soon: number;
}

/**
 * Tasks of each role and unit by the index of open tasks: role, unit, time. `own`: the official holds it too, beside those in whose place it is held. A task that one
 * of those has taken is done in their place.
 */
const held = `FROM jsonb_to_recordset($1::jsonb) AS held (role text, unit text, own boolean, absent text[])
  JOIN task t ON t.role = held.role AND t.unit = held.unit AND t.closed_at IS NULL AND t.holder = 'authority'
  JOIN request r ON r.number = t.request`;
const inPlaceOf = `CASE WHEN t.claimed_by = ANY(held.absent) THEN t.claimed_by WHEN NOT held.own THEN held.absent[1] END`;
const mine = `(t.claimed_by = $2 OR t.claimed_by = ANY(held.absent))`;
/** Whoever it is in private, nobody has their own case before them. */
const notOwn = `r.person_id <> $2 AND r.beneficiary <> 'person:' || $2`;

/** Each role on each unit once, however many hold it. */
function heldBy(holdings: readonly Holding[]): string {
  const lanes = new Map<string, { role: string; unit: string; own: boolean; absent: string[] }>();
  for (const { role, unit, inPlaceOf: absent } of holdings) {
    const lane = lanes.get(`${role} ${unit}`) ?? { role, unit, own: false, absent: [] };
    lanes.set(`${role} ${unit}`, absent === null ? { ...lane, own: true } : { ...lane, absent: [...lane.absent, absent] });
  }
  return JSON.stringify([...lanes.values()]);
}

/** The tasks that an official may do, by what is left of their time. */
export async function inboxOf(
  db: Db,
  actor: Actor,
  holdings: readonly Holding[],
  { who, service, unit, due, sort }: InboxFilter,
  after: string | undefined,
): Promise<{ readonly rows: readonly InboxRow[]; readonly next: string | null }> {
  const key = sort === 'due' ? `coalesce(t.due_at, '9999-12-31')` : 't.opened_at';
  const sorted = `to_char(${key}, 'YYYY-MM-DD"T"HH24:MI:SS.US') || ' ' || t.request || ' ' || t.token`;
  const rows = await db.query<InboxRow>(
    `SELECT t.request, t.token, t.step, t.service, t.role, t.unit, t.opened_at, t.due_at, t.claimed_by, t.claimed_name, ${inPlaceOf} AS in_place_of,
            r.state, r.procedure, r.version, r.person_name, r.capacity, ${sorted} AS sorted
     ${held}
     WHERE ${notOwn} AND ($3 = 'all' OR ($3 = 'mine' AND ${mine}) OR ($3 = 'free' AND t.claimed_by IS NULL))
       AND ($4::text IS NULL OR t.service = $4) AND ($5::text IS NULL OR t.unit = $5)
       AND ($6::text IS NULL OR ($6 = 'late' AND t.due_at < now()) OR ($6 = 'soon' AND t.due_at BETWEEN now() AND now() + make_interval(hours => ${soonHours})))
       AND ($7::text IS NULL OR ${sorted} > $7)
     ORDER BY ${key}, t.request, t.token LIMIT ${pageSize + 1}`,
    [heldBy(holdings), actor.person.id, who, service ?? null, unit ?? null, due ?? null, after ?? null],
  );
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.sorted ?? null) : null };
}

/** How many there are of each kind, and of which services. */
export async function inboxCounts(db: Db, actor: Actor, holdings: readonly Holding[]): Promise<InboxCounts & { readonly services: readonly string[] }> {
  const [row] = await db.query<InboxCounts & { services: string[] | null }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE ${mine})::int AS mine, count(*) FILTER (WHERE t.claimed_by IS NULL)::int AS free,
            count(*) FILTER (WHERE t.due_at < now())::int AS late,
            count(*) FILTER (WHERE t.due_at BETWEEN now() AND now() + make_interval(hours => ${soonHours}))::int AS soon,
            array_agg(DISTINCT t.service) AS services
     ${held} WHERE ${notOwn}`,
    [heldBy(holdings), actor.person.id],
  );
  return { all: row?.all ?? 0, mine: row?.mine ?? 0, free: row?.free ?? 0, late: row?.late ?? 0, soon: row?.soon ?? 0, services: row?.services ?? [] };
}
