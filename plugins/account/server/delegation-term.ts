/** The longest term of a delegation. */
export const longestDays = 366;
const dayMs = 86_400_000;

/** When a delegation until a day ends: the whole last day counts, in the time of the country. `null` for a day that is over or too far away. */
export function lastMoment(until: string): Date | null {
  const end = new Date(`${until}T23:59:59+03:00`);
  const now = Date.now();
  return end.getTime() > now && end.getTime() <= now + longestDays * dayMs ? end : null;
}
