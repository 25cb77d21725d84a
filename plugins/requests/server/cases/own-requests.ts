import type { Actor, Db } from '@amanah/plugin-api';
import { beneficiaryOf, servicesOf } from '../acting-for.ts';
import { caseColumns, type CaseRow } from './case-row.ts';

const pageSize = 25;

export interface OwnFilter {
  readonly open?: boolean | undefined;
  readonly before?: string | undefined;
}

/** From where the last page ended, in the order of the indexes. */
const narrowed = `($2::text[] IS NULL OR service = ANY($2))
  AND ($3::text IS NULL OR (submitted_at, number) < ((SELECT submitted_at FROM request WHERE number = $3), $3))`;
const running = 'ended_at IS NULL';

/** Both sides of what is one's own, each read by its own index. */
const own = (condition: string) => `SELECT * FROM (
   (SELECT ${caseColumns} FROM request WHERE beneficiary = $1 AND ${condition} ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1})
   UNION
   (SELECT ${caseColumns} FROM request WHERE person_id = $4 AND capacity->>'kind' IN ('self', 'owner', 'manager') AND ${condition}
    ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1})
 ) AS own ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1}`;

/**
 * The requests of whom the actor acts for, newest first; as oneself also those that the person sent in their own right for establishments. One page more or less flat in
 * however many there are.
 */
export async function ownRequests(db: Db, actor: Actor, filter: OwnFilter): Promise<{ readonly rows: readonly CaseRow[]; readonly next: string | null }> {
  const shown = filter.open === undefined ? narrowed : `${narrowed} AND ${filter.open ? running : 'ended_at IS NOT NULL'}`;
  const rows = await ask(db, actor, shown, filter.before);
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null };
}

/** Those in which something waits for the applicant's side, however old they are. */
export async function waitingRequests(db: Db, actor: Actor): Promise<readonly CaseRow[]> {
  return (await ask(db, actor, `${narrowed} AND ${running} AND holder = 'applicant'`)).slice(0, pageSize);
}

async function ask(db: Db, actor: Actor, condition: string, before?: string): Promise<readonly CaseRow[]> {
  const beneficiary = beneficiaryOf(actor);
  if (beneficiary === null) return [];
  const person = actor.capacity.kind === 'self' ? actor.person.id : null;
  return db.query<CaseRow>(own(condition), [beneficiary, servicesOf(actor.capacity), before ?? null, person]);
}
