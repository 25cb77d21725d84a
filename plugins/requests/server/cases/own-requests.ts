import type { Actor, Db } from '@amanah/plugin-api';
import { beneficiaryOf, servicesOf } from '../acting-for.ts';
import { caseColumns, type CaseRow } from './case-row.ts';

const pageSize = 25;

export interface OwnFilter {
  readonly open?: boolean | undefined;
  readonly before?: string | undefined;
}

/**
 * The requests of whom the actor acts for, newest first; as oneself also those that the person sent in their own right for establishments. One page more or less flat in
 * however many there are: each side is read by its own index.
 */
export async function ownRequests(
  db: Db,
  actor: Actor,
  { open, before }: OwnFilter,
): Promise<{ readonly rows: readonly CaseRow[]; readonly next: string | null }> {
  const beneficiary = beneficiaryOf(actor);
  if (beneficiary === null) return { rows: [], next: null };
  const services = servicesOf(actor.capacity);
  const person = actor.capacity.kind === 'self' ? actor.person.id : null;
  const narrowed = `($2::text[] IS NULL OR service = ANY($2)) AND ($3::boolean IS NULL OR (ended_at IS NULL) = $3) AND ($4::text IS NULL OR number < $4)`;
  const rows = await db.query<CaseRow>(
    `SELECT * FROM (
       (SELECT ${caseColumns} FROM request WHERE beneficiary = $1 AND ${narrowed} ORDER BY submitted_at DESC LIMIT ${pageSize + 1})
       UNION
       (SELECT ${caseColumns} FROM request WHERE person_id = $5 AND capacity->>'kind' IN ('self', 'owner', 'manager') AND ${narrowed} ORDER BY submitted_at DESC LIMIT ${pageSize + 1})
     ) AS own ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1}`,
    [beneficiary, services, open ?? null, before ?? null, person],
  );
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null };
}
