import type { Actor, Db } from '@amanah/plugin-api';
import { beneficiaryOf, servicesOf } from '../acting-for.ts';
import { caseColumns, type CaseRow } from './case-row.ts';

const pageSize = 25;

export interface OwnFilter {
  readonly open?: boolean | undefined;
  readonly before?: string | undefined;
}

const narrowed = `($2::text[] IS NULL OR service = ANY($2)) AND ($3::boolean IS NULL OR (ended_at IS NULL) = $3) AND ($4::text IS NULL OR number < $4)`;
const waiting = `holder = 'applicant' AND ended_at IS NULL`;

/** Both sides of what is one's own, each read by its own index. */
const own = (condition: string) => `SELECT * FROM (
   (SELECT ${caseColumns} FROM request WHERE beneficiary = $1 AND ${condition} ORDER BY submitted_at DESC LIMIT ${pageSize + 1})
   UNION
   (SELECT ${caseColumns} FROM request WHERE person_id = $5 AND capacity->>'kind' IN ('self', 'owner', 'manager') AND ${condition} ORDER BY submitted_at DESC LIMIT ${pageSize + 1})
 ) AS own ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1}`;

/**
 * The requests of whom the actor acts for, newest first; as oneself also those that the person sent in their own right for establishments. One page more or less flat in
 * however many there are.
 */
export async function ownRequests(db: Db, actor: Actor, filter: OwnFilter): Promise<{ readonly rows: readonly CaseRow[]; readonly next: string | null }> {
  const rows = await ask(db, actor, narrowed, filter);
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null };
}

/** Those in which something waits for the applicant's side, however old they are. */
export async function waitingRequests(db: Db, actor: Actor): Promise<readonly CaseRow[]> {
  return (await ask(db, actor, `${narrowed} AND ${waiting}`, {})).slice(0, pageSize);
}

async function ask(db: Db, actor: Actor, condition: string, { open, before }: OwnFilter): Promise<readonly CaseRow[]> {
  const beneficiary = beneficiaryOf(actor);
  if (beneficiary === null) return [];
  const person = actor.capacity.kind === 'self' ? actor.person.id : null;
  return db.query<CaseRow>(own(condition), [beneficiary, servicesOf(actor.capacity), open ?? null, before ?? null, person]);
}
