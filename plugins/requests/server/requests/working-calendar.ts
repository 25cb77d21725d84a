import { isDuration } from '../../procedure/duration.ts';

/** Riyadh has had one offset since 1947, and no summer time. */
const offsetMs = 3 * 3_600_000;
const dayMs = 86_400_000;
const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Friday and Saturday. */
const restDays: ReadonlySet<number> = new Set([5, 6]);

/**
 * Days on which the Amanah works: Sunday to Thursday without public holidays (identifiers.md, section 9). `holidays` are `MM-dd` for those of every year, `yyyy-MM-dd`
 * for those that a decree names, both Gregorian.
 */
export class WorkingCalendar {
  readonly #holidays: ReadonlySet<string>;

  constructor(holidays: readonly string[]) {
    this.#holidays = new Set(holidays);
  }

  isWorkingDay(at: Date): boolean {
    const day = new Date(at.getTime() + offsetMs);
    const iso = day.toISOString().slice(0, 10);
    return !restDays.has(day.getUTCDay()) && !this.#holidays.has(iso) && !this.#holidays.has(iso.slice(5));
  }

  /** The first working days from an ISO day on, as ISO days. */
  workingDays(from: string, count: number): readonly string[] {
    const days: string[] = [];
    for (let at = Date.parse(`${from}T12:00:00+03:00`); days.length < count; at += dayMs) {
      if (this.isWorkingDay(new Date(at))) days.push(new Date(at + offsetMs).toISOString().slice(0, 10));
    }
    return days;
  }

  /** The moment so many working days later, at the same time of day; what begins on a day of rest begins with the next working day. */
  addWorkingDays(from: Date, days: number): Date {
    let at = from;
    while (!this.isWorkingDay(at)) at = new Date(at.getTime() + dayMs);
    for (let left = days; left > 0;) {
      at = new Date(at.getTime() + dayMs);
      if (this.isWorkingDay(at)) left -= 1;
    }
    return at;
  }

  /** Milliseconds of working days between two moments, negative when the second one comes first. */
  workingMsBetween(from: Date, to: Date): number {
    if (to < from) return -this.workingMsBetween(to, from);
    let worked = 0;
    for (let at = from.getTime(); at < to.getTime();) {
      const dayEnd = Math.floor((at + offsetMs) / dayMs) * dayMs + dayMs - offsetMs;
      const until = Math.min(dayEnd, to.getTime());
      if (this.isWorkingDay(new Date(at))) worked += until - at;
      at = until;
    }
    return worked;
  }

  /** The moment at which so many milliseconds of working days have passed; a negative number goes back. */
  addWorkingMs(from: Date, ms: number): Date {
    if (ms < 0) return new Date(from.getTime() + ms);
    let at = from.getTime();
    for (let left = ms; ;) {
      const dayEnd = Math.floor((at + offsetMs) / dayMs) * dayMs + dayMs - offsetMs;
      const working = this.isWorkingDay(new Date(at));
      if (working && left <= dayEnd - at) return new Date(at + left);
      if (working) left -= dayEnd - at;
      at = dayEnd;
    }
  }

  /** When an ISO 8601 duration has passed, or the date that is given instead. Days count as working days in the calendar `working`; weeks, months and years never do. */
  due(from: Date, due: string, calendar: 'working' | 'all'): Date {
    if (!isDuration(due)) return new Date(due.length === 10 ? `${due}T00:00:00+03:00` : due);
    const [, years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (parts.exec(due) ?? []).map((part) => Number(part ?? 0));
    const local = new Date(from.getTime() + offsetMs);
    local.setUTCMonth(local.getUTCMonth() + years * 12 + months);
    const inDays = new Date(local.getTime() - offsetMs + weeks * 7 * dayMs);
    const afterDays = calendar === 'working' && days > 0 ? this.addWorkingDays(inDays, days) : new Date(inDays.getTime() + days * dayMs);
    return new Date(afterDays.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1_000);
  }
}
