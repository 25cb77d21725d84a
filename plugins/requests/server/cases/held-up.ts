import type { Db, Locale } from '@amanah/plugin-api';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import type { Procedure } from '../../procedure/definition.ts';

/** Codes after which nobody knows whether a write was done: a person finds out, and only then it is done again. */
const unsure: ReadonlySet<string> = new Set(['SYSTEMS_OUTCOME_UNKNOWN', 'SYSTEMS_WRITE_RUNNING']);

/** The automatic step that a system outside the portal keeps waiting, longest first; `null` when none does. It is tried again by itself. */
export async function heldUp(db: Db, number: string, procedure: Procedure, language: Locale): Promise<OwnRequest['heldUp']> {
  const [held] = await db.query<{ step: string; opened_at: Date; last_error: string }>(
    `SELECT step, opened_at, last_error FROM outside_step
     WHERE request = $1 AND state = 'waiting' AND last_error LIKE 'SYSTEMS!_%' ESCAPE '!' ORDER BY opened_at LIMIT 1`,
    [number],
  );
  if (!held) return null;
  return {
    step: procedure.nodes.get(held.step)?.name[language] ?? held.step,
    since: new Date(held.opened_at).toISOString(),
    why: unsure.has(held.last_error) ? 'unsure' : 'away',
  };
}
