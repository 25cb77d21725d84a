/** Saudi Arabia has been three hours ahead of UTC since 1947 and knows no summer time: a day is always 24 hours. */
const offset = '+03:00';
const offsetMs = 3 * 3_600_000;
export const dayMs = 86_400_000;

/** Beginning of a day in Riyadh (`2026-11-27`), in milliseconds since 1970. */
export function dayBegins(day: string): number {
  return Date.parse(`${day}T00:00:00${offset}`);
}

/** The day in Riyadh on which a moment lies. */
export function dayOf(ms: number): string {
  return new Date(ms + offsetMs).toISOString().slice(0, 10);
}

/** The moment of an hour (`18:00`, `18:00:30`) of a day in Riyadh. */
export function momentOf(day: string, time: string): number {
  return Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${offset}`);
}

/** The hour in Riyadh, with seconds only where there are some. */
export function timeOf(ms: number): string {
  const time = new Date(ms + offsetMs).toISOString().slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

/** Day of the week in Riyadh, 0 = Sunday. */
export function weekdayOf(ms: number): number {
  return new Date(ms + offsetMs).getUTCDay();
}
