import type { Queryable } from '@amanah/plugin-api';
import { riyadhDay } from '../operations/papers.ts';
import type { CaseRow } from '../cases/case-row.ts';

/** Days within which a decision may be objected to, from the day on which it was told (Balady; shop-licence.md, section 6). */
export const objectionDays = 60;
/** Ends of requests that somebody decided against the applicant. */
const refusals: readonly string[] = ['rejected', 'refused', 'violated'];
/** The service by which people object. */
export const objectionService = 'SRV-063';

type Told = Pick<CaseRow, 'procedure' | 'state' | 'facts' | 'ended_at'>;

/** The day on which a decision about a request was told that may be objected to: a fine, or a refusal; `null` for any other request. */
export function toldOn({ procedure, state, facts, ended_at: ended }: Told): string | null {
  if (procedure === 'field-inspection') return typeof facts['notifiedOn'] === 'string' && state !== 'void' ? facts['notifiedOn'] : null;
  return ended !== null && refusals.includes(state) ? riyadhDay(new Date(ended)) : null;
}

/** The same of the request with a number, when it is of whom is asked for. */
export async function decisionOn(db: Queryable, number: string, beneficiary: string): Promise<string | null> {
  const [row] = await db.query<Told>('SELECT procedure, state, facts, ended_at FROM request WHERE number = $1 AND beneficiary = $2', [number, beneficiary]);
  return row ? toldOn(row) : null;
}

/** The last day on which the decision about a request may be objected to, and where; `null` when there is none, it is over, or somebody has objected. */
export function objectionTo(row: Told & { readonly number: string }, today: string): { readonly until: string; readonly to: string } | null {
  const on = toldOn(row);
  if (on === null || row.state === 'objected' || row.facts['objectionRequest'] !== undefined) return null;
  const until = new Date(Date.parse(on) + objectionDays * 86_400_000).toISOString().slice(0, 'yyyy-MM-dd'.length);
  return until < today ? null : { until, to: `/services/${objectionService}/apply?decision=${row.number}` };
}
