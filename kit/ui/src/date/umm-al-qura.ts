import { CalendarDate, GregorianCalendar, IslamicUmalquraCalendar, parseDate, toCalendar } from '@internationalized/date';

const hijri = new IslamicUmalquraCalendar();
const gregorian = new GregorianCalendar();

/** The official tables cover these Hijri years; dates outside are refused, never guessed. */
export const FIRST_HIJRI_YEAR = 1356;
export const LAST_HIJRI_YEAR = 1500;

export interface HijriTriple {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** ISO Gregorian date of an Umm al-Qura date; null when the day does not exist or lies outside 1356–1500H. */
export function gregorianOf({ year, month, day }: HijriTriple): string | null {
  if (year < FIRST_HIJRI_YEAR || year > LAST_HIJRI_YEAR || month < 1 || month > 12 || day < 1) return null;
  const first = new CalendarDate(hijri, year, month, 1);
  if (day > hijri.getDaysInMonth(first)) return null;
  return toCalendar(first.set({ day }), gregorian).toString();
}

/** Umm al-Qura date of an ISO Gregorian date; null outside 1356–1500H or when the text is no date. */
export function hijriOf(iso: string): HijriTriple | null {
  let date: CalendarDate;
  try {
    date = parseDate(iso);
  } catch {
    return null;
  }
  const { year, month, day } = toCalendar(date, hijri);
  return year < FIRST_HIJRI_YEAR || year > LAST_HIJRI_YEAR ? null : { year, month, day };
}
