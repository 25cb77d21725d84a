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

/** Tasks of each holding by the index of open tasks: role, unit, time. Nobody's own requests are among them. */
const held = `FROM unnest($1::text[], $2::text[], $3::text[]) AS held (role, unit, in_place_of)
  JOIN task t ON t.role = held.role AND t.unit = held.unit AND t.closed_at IS NULL AND t.holder = 'authority'`;

/** Whoever it is in private, nobody has their own case before them. */
const notOwn = `r.person_id <> $4 AND r.beneficiary <> 'person:' || $4`;

const arraysOf = (holdings: readonly Holding[]) => [
  holdings.map(({ role }) => role),
  holdings.map(({ unit }) => unit),
  holdings.map(({ inPlaceOf }) => inPlaceOf),
];

/** The tasks that an official may do, by what is left of their time. */
export async function inboxOf(
  db: Db,
  actor: Actor,
  holdings: readonly Holding[],
  { who, service, unit, due, sort }: InboxFilter,
  after: string | undefined,
): Promise<{ readonly rows: readonly InboxRow[]; readonly next: string | null }> {
  const key = sort === 'due' ? `coalesce(t.due_at, '9999-12-31')` : 't.opened_at';
  const rows = await db.query<InboxRow>(
    `SELECT t.request, t.token, t.step, t.service, t.role, t.unit, t.opened_at, t.due_at, t.claimed_by, t.claimed_name, held.in_place_of,
            r.state, r.procedure, r.version, r.person_name, r.capacity, to_char(${key}, 'YYYY-MM-DD"T"HH24:MI:SS.US') || ' ' || t.request || ' ' || t.token AS sorted
     ${held} JOIN request r ON r.number = t.request
     WHERE ${notOwn} AND (t.claimed_by IS NULL OR t.claimed_by = $4 OR t.claimed_by = held.in_place_of OR $5 = 'all')
       AND ($5 = 'all' OR ($5 = 'mine' AND t.claimed_by IN ($4, held.in_place_of)) OR ($5 = 'free' AND t.claimed_by IS NULL))
       AND ($6::text IS NULL OR t.service = $6) AND ($7::text IS NULL OR t.unit = $7)
       AND ($8::text IS NULL OR ($8 = 'late' AND t.due_at < now()) OR ($8 = 'soon' AND t.due_at BETWEEN now() AND now() + make_interval(hours => ${soonHours})))
       AND ($9::text IS NULL OR to_char(${key}, 'YYYY-MM-DD"T"HH24:MI:SS.US') || ' ' || t.request || ' ' || t.token > $9)
     ORDER BY ${key}, t.request, t.token LIMIT ${pageSize + 1}`,
    [...arraysOf(holdings), actor.person.id, who, service ?? null, unit ?? null, due ?? null, after ?? null],
  );
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.sorted ?? null) : null };
}

/** How many there are of each kind, and of which services. */
export async function inboxCounts(db: Db, actor: Actor, holdings: readonly Holding[]): Promise<InboxCounts & { readonly services: readonly string[] }> {
  const [row] = await db.query<InboxCounts & { services: string[] | null }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE t.claimed_by IN ($4, held.in_place_of))::int AS mine, count(*) FILTER (WHERE t.claimed_by IS NULL)::int AS free,
            count(*) FILTER (WHERE t.due_at < now())::int AS late,
            count(*) FILTER (WHERE t.due_at BETWEEN now() AND now() + make_interval(hours => ${soonHours}))::int AS soon,
            array_agg(DISTINCT t.service) AS services
     ${held} JOIN request r ON r.number = t.request WHERE ${notOwn}`,
    [...arraysOf(holdings), actor.person.id],
  );
  return { all: row?.all ?? 0, mine: row?.mine ?? 0, free: row?.free ?? 0, late: row?.late ?? 0, soon: row?.soon ?? 0, services: row?.services ?? [] };
}
