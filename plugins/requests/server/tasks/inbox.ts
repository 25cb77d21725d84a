import type { Actor, Bilingual, Capacity, Db } from '@amanah/plugin-api';
import type { InboxFilter } from '../../shared/answers/staff-answers.ts';
import { mostCounted } from '../../shared/most-counted.ts';
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
 * `own`: the official holds the lane (a role on a unit) too, beside those in whose place it is held. A task that one of those has taken is done in their place. `barred`:
 * whoever it is in private, nobody has their own case before them.
 */
const lanes = `WITH held AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS held (role text, unit text, own boolean, absent text[])),
  barred AS MATERIALIZED (
    SELECT ARRAY(SELECT number FROM request WHERE person_id = $2 AND ended_at IS NULL UNION ALL SELECT number FROM request WHERE beneficiary = 'person:' || $2 AND ended_at IS NULL) AS own)`;
/** Open tasks of a lane, which the indexes hold in the order of what is left of their time, of their age, and by service. */
const ofLane = `t.role = held.role AND t.unit = held.unit AND t.closed_at IS NULL AND t.holder = 'authority' AND t.request <> ALL ((SELECT own FROM barred)::text[])`;
const due = `coalesce(t.due_at, 'infinity'::timestamptz)`;
const late = `${due} < now()`;
const soon = `${due} BETWEEN now() AND now() + make_interval(hours => ${soonHours})`;
const inPlaceOf = `CASE WHEN t.claimed_by = ANY(held.absent) THEN t.claimed_by WHEN NOT held.own THEN held.absent[1] END`;
const mine = `(t.claimed_by = $2 OR t.claimed_by = ANY(held.absent))`;

/** Each role on each unit once, however many hold it. */
function heldBy(holdings: readonly Holding[], only?: string): string {
  const lanes = new Map<string, { role: string; unit: string; own: boolean; absent: string[] }>();
  for (const { role, unit, inPlaceOf: absent } of holdings) {
    if (only !== undefined && unit !== only) continue;
    const lane = lanes.get(`${role} ${unit}`) ?? { role, unit, own: false, absent: [] };
    lanes.set(`${role} ${unit}`, absent === null ? { ...lane, own: true } : { ...lane, absent: [...lane.absent, absent] });
  }
  return JSON.stringify([...lanes.values()]);
}

/** Where a page of the inbox ends: what the list is sorted by in microseconds, request, token. */
export const inboxCursor = /^(none|\d{1,17})\/([\d-]{1,30})\/(\d{1,9})$/;

/**
 * The tasks that an official may do, by what is left of their time or by their age. Each lane gives one page at most, from where the last one ended, and those are
 * merged: what it costs does not depend on how many there are.
 */
export async function inboxOf(
  db: Db,
  actor: Actor,
  holdings: readonly Holding[],
  { who, service, unit, due: within, sort }: InboxFilter,
  after: string | undefined,
): Promise<{ readonly rows: readonly InboxRow[]; readonly next: string | null }> {
  const key = sort === 'due' ? due : 't.opened_at';
  const [, at, request, token] = after === undefined ? [] : (inboxCursor.exec(after) ?? []);
  const narrowed = `($3::text IS NULL OR t.service = $3) AND ($4::text[] IS NULL OR (t.claimed_by = ANY($4) AND ${mine}))
    AND ($6::text IS NULL OR (${key}, t.request, t.token) > (coalesce('epoch'::timestamptz + $5::bigint * interval '1 microsecond', 'infinity'), $6, $7::int))
    ${who === 'free' ? 'AND t.claimed_by IS NULL' : ''} ${within === undefined ? '' : `AND ${within === 'late' ? late : soon}`}`;
  const order = (of: string) => `ORDER BY ${of}key, ${of}request, ${of}token`;
  const rows = await db.query<InboxRow>(
    `${lanes}
     SELECT page.*, r.state, r.procedure, r.version, r.person_name, r.capacity
     FROM (
       SELECT found.request, found.token, step, service, found.role, found.unit, opened_at, due_at, claimed_by, claimed_name, in_place_of, key,
         CASE WHEN key = 'infinity' THEN 'none' ELSE (extract(epoch FROM key) * 1000000)::bigint::text END || '/' || found.request || '/' || found.token AS sorted
       FROM held CROSS JOIN LATERAL (
         SELECT t.*, ${inPlaceOf} AS in_place_of, ${key} AS key FROM task t WHERE ${ofLane} AND ${narrowed}
         ORDER BY ${key}, t.request, t.token LIMIT ${pageSize + 1}) AS found
       ${order('')} LIMIT ${pageSize + 1}) AS page
     JOIN request r ON r.number = page.request ${order('page.')}`,
    [
      heldBy(holdings, unit),
      actor.person.id,
      service ?? null,
      who === 'mine' ? takers(actor, holdings) : null,
      at === 'none' ? null : (at ?? null),
      request ?? null,
      token ?? null,
    ],
  );
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.sorted ?? null) : null };
}

/** Counts of one kind stop one above the most that is told: beyond that only "more" is said. */
const count = (condition: string) => `(SELECT count(*)::int FROM (
  SELECT 1 FROM held CROSS JOIN LATERAL (SELECT 1 FROM task t WHERE ${ofLane} AND ${condition} LIMIT ${mostCounted + 1}) AS one LIMIT ${mostCounted + 1}) AS counted)`;

/** How many there are of each kind, and of which services: from service to service by the index, not task by task. */
export async function inboxCounts(db: Db, actor: Actor, holdings: readonly Holding[]): Promise<InboxCounts & { readonly services: readonly string[] }> {
  const [row] = await db.query<InboxCounts & { services: string[] | null }>(
    `${lanes}
     SELECT ${count('true')} AS all, ${count(`t.claimed_by IS NULL`)} AS free, ${count(late)} AS late, ${count(soon)} AS soon,
       (SELECT count(*)::int FROM held JOIN task t ON ${ofLane} WHERE t.claimed_by = ANY($3) AND ${mine}) AS mine,
       (SELECT array_agg(DISTINCT service ORDER BY service) FROM held CROSS JOIN LATERAL (
          WITH RECURSIVE one AS (
            (SELECT t.service FROM task t WHERE ${ofLane} ORDER BY t.service LIMIT 1)
            UNION ALL
            SELECT (SELECT t.service FROM task t WHERE ${ofLane} AND t.service > one.service ORDER BY t.service LIMIT 1) FROM one WHERE one.service IS NOT NULL)
          SELECT service FROM one WHERE service IS NOT NULL) AS services) AS services`,
    [heldBy(holdings), actor.person.id, takers(actor, holdings)],
  );
  return { all: row?.all ?? 0, mine: row?.mine ?? 0, free: row?.free ?? 0, late: row?.late ?? 0, soon: row?.soon ?? 0, services: row?.services ?? [] };
}

/** Whose taken tasks are the official's: their own, and those of whom they stand in for. */
function takers(actor: Actor, holdings: readonly Holding[]): readonly string[] {
  return [...new Set([actor.person.id, ...holdings.flatMap(({ inPlaceOf: absent }) => absent ?? [])])];
}
