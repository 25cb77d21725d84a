import type { Actor, Db } from '@amanah/plugin-api';
import { caseColumns, type CaseRow } from './case-row.ts';

const mostShown = 50;

/** Requests of others in which a task waits for the office that they name, as engineering offices, inspection companies and contractors have them. */
export async function requestsOfOffice(db: Db, actor: Actor): Promise<readonly (CaseRow & { readonly waits_for_you: true })[]> {
  if (actor.capacity.kind !== 'agent' || actor.capacity.client) return [];
  const rows = await db.query<CaseRow>(
    `SELECT ${caseColumns} FROM request JOIN (
       SELECT DISTINCT t.request FROM task t JOIN request r ON r.number = t.request
       WHERE t.closed_at IS NULL AND t.holder <> 'authority' AND t.role = ANY($1) AND r.facts->'offices'->>t.role = $2
     ) AS named ON named.request = number ORDER BY submitted_at DESC LIMIT ${mostShown}`,
    [actor.roles.map(({ role }) => role), actor.capacity.office.unifiedNumber],
  );
  return rows.map((row) => ({ ...row, waits_for_you: true }));
}
