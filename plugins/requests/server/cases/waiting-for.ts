import type { ErrorCode } from '@amanah/errors';
import type { Db, Locale } from '@amanah/plugin-api';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Procedure } from '../../procedure/definition.ts';
import type { CaseRow } from './case-row.ts';

/** Title and advice of an error in the reader's language. */
export type ErrorWords = (code: ErrorCode) => { readonly title: string; readonly action: string };

/** What a request waits for beside people: automatic steps with their last error, and messages from elsewhere. */
export async function waitingFor(
  db: Db,
  { number, changed_at }: Pick<CaseRow, 'number' | 'changed_at'>,
  procedure: Procedure,
  language: Locale,
  errorWords: ErrorWords,
): Promise<CaseAnswer['waitingFor']> {
  const [steps, messages] = await Promise.all([
    db.query<{ step: string; opened_at: Date; tried: number; last_error: ErrorCode | null }>(
      `SELECT step, opened_at, tried, last_error FROM outside_step WHERE request = $1 AND state = 'waiting' ORDER BY opened_at`,
      [number],
    ),
    db.query<{ event: string; holder: CaseRow['holder'] }>('SELECT DISTINCT event, holder FROM awaited WHERE request = $1 ORDER BY event', [number]),
  ]);
  const name = (id: string) => procedure.nodes.get(id)?.name[language] ?? id;
  return [
    ...steps.map(({ step, opened_at, tried, last_error }) => ({
      kind: 'step' as const,
      step: name(step),
      holder: 'authority' as const,
      since: new Date(opened_at).toISOString(),
      tried,
      error: last_error === null ? null : errorWords(last_error).title,
    })),
    ...messages.map(({ event, holder }) => ({
      kind: 'message' as const,
      step: name(event),
      holder,
      since: new Date(changed_at).toISOString(),
      tried: 0,
      error: null,
    })),
  ];
}
