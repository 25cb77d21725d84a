const dayMs = 86_400_000;

/** The day in Riyadh of a moment: `2026-11-27`. */
export function riyadhDayOf(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh', year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);
}

/** The day so many days later, or earlier with a negative count. */
export function dayLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The days that the guide offers: yesterday, today and the six that follow; one from elsewhere beside them, in order. */
export function offeredDays(today: string, shown: string): string[] {
  const days = Array.from({ length: 8 }, (_, index) => dayLater(today, index - 1));
  return days.includes(shown) ? days : [...days, shown].sort();
}

/** Day of the week: 0 = Sunday … 6 = Saturday. */
export function weekdayOfDay(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay();
}

/** The seven days of the week in which a day lies, from Sunday, as weeks begin in the Kingdom. */
export function weekOf(day: string): string[] {
  return Array.from({ length: 7 }, (_, index) => dayLater(day, index - weekdayOfDay(day)));
}
