const dayMs = 86_400_000;
const hour = 3_600_000;
/** The country has one time, three hours ahead, all year. */
const aheadHours = 3;

/** ISO day of a moment in the time of the country. */
export function dayOf(moment: Date): string {
  return new Date(moment.getTime() + aheadHours * hour).toISOString().slice(0, 10);
}

/** ISO day so many days after a moment. */
export function dayAfter(moment: Date, days: number): string {
  return dayOf(new Date(moment.getTime() + days * dayMs));
}
