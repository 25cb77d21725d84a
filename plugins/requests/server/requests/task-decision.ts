import { AmanahError } from '@amanah/errors';
import { decisionsOf } from '../../procedure/decisions.ts';
import type { Procedure } from '../../procedure/definition.ts';
import type { DecisionWords } from '../procedure-words.ts';

/** What somebody sends to end a task. */
export interface SentDecision {
  readonly decision?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

/**
 * Checks a decision against what the procedure asks at the step and what the decision's words demand.
 * @throws REQUESTS_DECISION_UNKNOWN, REQUESTS_REASON_NEEDED, REQUESTS_NOTE_NEEDED
 */
export function assertDecision(
  procedure: Procedure,
  step: string,
  { decision, reasons = [], note = '' }: SentDecision,
  words: (decision: string) => DecisionWords | undefined,
): void {
  const { decisions, open } = decisionsOf(procedure, step);
  const known = decision === undefined ? decisions.length === 0 || open : decisions.includes(decision);
  if (!known) throw new AmanahError('REQUESTS_DECISION_UNKNOWN', { detail: `${step}: ${decision ?? 'none'}` });
  const asked = decision === undefined ? undefined : words(decision);
  if (!asked) return;
  const codes = new Set(asked.reasons.map(({ code }) => code));
  if (reasons.some((code) => !codes.has(code))) throw new AmanahError('REQUESTS_DECISION_UNKNOWN', { detail: `${step}: ${reasons.join(' ')}` });
  if (asked.needsReasons && reasons.length === 0) throw new AmanahError('REQUESTS_REASON_NEEDED');
  if (asked.needsNote && note.trim() === '') throw new AmanahError('REQUESTS_NOTE_NEEDED');
}
