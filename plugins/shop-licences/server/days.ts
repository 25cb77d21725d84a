const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** The country has one time, three hours ahead, all year. */
const aheadHours = 3;

/** ISO day of a moment in the time of the country. */
export const dayOf = (moment: Date): string => new Date(moment.getTime() + aheadHours * hourMs).toISOString().slice(0, 10);

/** ISO day so many days after another. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** ISO day so many months after another; the last of the month where it has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Whole days from one ISO day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Months begun since an ISO day; none before it. */
export function monthsBegun(since: string, today: string): number {
  let months = 0;
  while (monthsAfter(since, months) < today) months += 1;
  return months;
}
