/** How pressing a deadline is. */
export type Urgency = 'late' | 'soon' | 'calm';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** As the inbox of the server counts it. */
const soonMs = dayMs;

export function urgencyOf(dueAt: string, now: number): Urgency {
  const left = Date.parse(dueAt) - now;
  if (left < 0) return 'late';
  return left < soonMs ? 'soon' : 'calm';
}

/** What is left, or how late it is, in the unit that a person would say: days from two on, hours from one on, else minutes. */
export function spanOf(dueAt: string, now: number): { readonly unit: 'Days' | 'Hours' | 'Minutes'; readonly count: number } {
  const span = Math.abs(Date.parse(dueAt) - now);
  if (span >= 2 * dayMs) return { unit: 'Days', count: Math.floor(span / dayMs) };
  if (span >= hourMs) return { unit: 'Hours', count: Math.floor(span / hourMs) };
  return { unit: 'Minutes', count: Math.floor(span / minuteMs) };
}

/** Which part of its time is used up, 0 to 100. */
export function usedOf(openedAt: string, dueAt: string, now: number): number {
  const whole = Date.parse(dueAt) - Date.parse(openedAt);
  if (whole <= 0) return 100;
  return Math.min(100, Math.max(0, Math.round((100 * (now - Date.parse(openedAt))) / whole)));
}
