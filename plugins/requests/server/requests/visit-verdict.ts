import type { Answers } from '../../shared/forms/form-types.ts';
import type { Score } from '../../shared/forms/score.ts';

/** Fewest points of a visit that is passed, with no critical item failed (check C14; assumed in shop-licence.md). */
const pass = 80;
/** Fewest points with which corrections are worth a second look. */
const correctable = 40;

/** What a visit's checklist means for the request: passed, to be corrected, or failed; who refuses the inspector fails. */
export function visitVerdict({ points, critical }: Pick<Score, 'points' | 'critical'>, answers: Answers): 'pass' | 'correctable' | 'fail' {
  if (answers['presence'] === 'refused') return 'fail';
  if (points >= pass && critical.length === 0) return 'pass';
  return points >= correctable ? 'correctable' : 'fail';
}
