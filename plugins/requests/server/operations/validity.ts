import type { Answers } from '../../shared/forms/form-types.ts';
import type { Validity } from '../procedure-choice.ts';
import type { WorkingCalendar } from '../requests/working-calendar.ts';

/** The last day on which what is issued on a day stands; `null` when it has none. */
export function validUntil(validity: unknown, answers: Answers, from: string, calendar: WorkingCalendar): string | null {
  const rule = validity as Validity | null | undefined;
  if (!rule) return null;
  if ('untilIn' in rule) return typeof answers[rule.untilIn] === 'string' ? (answers[rule.untilIn] as string) : null;
  const duration = 'for' in rule ? rule.for : `P${Number(answers[rule.yearsIn]) || 1}Y`;
  const after = calendar.due(new Date(`${from}T12:00:00+03:00`), duration, 'all');
  // The last day, not the first one after it.
  return new Date(after.getTime() - 86_400_000 + 3 * 3_600_000).toISOString().slice(0, 10);
}
