import { t } from '../forms/messages.ts';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
/** Days are told from two on; what takes less is told in hours. */
const fewDays = 2;

/** A time as one says it: days, hours or minutes. */
export function timeWords(ms: number | null): string {
  if (ms === null) return t('anNoTime');
  if (ms >= fewDays * dayMs) return t('anDays', { count: rounded(ms / dayMs) });
  if (ms >= hourMs) return t('anHours', { count: rounded(ms / hourMs) });
  return t('anMinutes', { count: Math.round(ms / minuteMs) });
}

export const daysWords = (days: number | null): string => timeWords(days === null ? null : days * dayMs);

/** One decimal below ten: more would claim more than was measured. */
const rounded = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
