import { CalendarDate, GregorianCalendar, IslamicUmalquraCalendar, parseDate, toCalendar } from '@internationalized/date';

/** How a system writes dates. */
export interface DateForm {
  readonly calendar: 'gregorian' | 'hijri';
  /** `d`, `dd`, `M`, `MM` and `yyyy` with `/`, `.`, `-` or blanks between them, or nothing. */
  readonly pattern: string;
}

const calendars = { gregorian: new GregorianCalendar(), hijri: new IslamicUmalquraCalendar() };
/** Years that are taken: the Umm al-Qura tables end there; others are refused, never guessed. */
const years = { hijri: [1300, 1600], gregorian: [1, 9999] } as const;
const tokens = /yyyy|dd?|MM?/g;

/** Why a pattern cannot be used; `null` when it can. */
export function patternProblem(pattern: string): string | null {
  const found = pattern.match(tokens) ?? [];
  if (/[dMy]/.test(pattern.replace(tokens, ''))) return 'd, dd, M, MM and yyyy';
  if (['d', 'M', 'y'].some((sign) => found.filter((token) => token.startsWith(sign)).length !== 1)) return 'day, month and year once each';
  if (/(?:^|[^d])d(?!d)(?=[My])|(?:^|[^M])M(?!M)(?=[dy])/.test(pattern)) return 'a sign after a day or month without leading zero';
  return null;
}

/** ISO 8601 Gregorian date of what a system wrote in ASCII digits; `null` when it is no such date. */
export function readDate(text: string, { calendar, pattern }: DateForm): string | null {
  const parts = expressionOf(pattern).exec(text.trim())?.groups;
  if (!parts) return null;
  const [year, month, day] = [Number(parts['y']), Number(parts['M']), Number(parts['d'])];
  const [first, last] = years[calendar];
  if (year < first || year > last || month < 1 || month > 12 || day < 1) return null;
  const start = new CalendarDate(calendars[calendar], year, month, 1);
  if (day > calendars[calendar].getDaysInMonth(start)) return null;
  return toCalendar(start.set({ day }), calendars.gregorian).toString();
}

/** An ISO 8601 Gregorian date as a system writes it; `null` when the text is none or its calendar does not reach it. */
export function writeDate(iso: string, { calendar, pattern }: DateForm): string | null {
  let date: CalendarDate;
  try {
    date = toCalendar(parseDate(iso), calendars[calendar]);
  } catch {
    return null;
  }
  const [first, last] = years[calendar];
  if (date.year < first || date.year > last) return null;
  const values: Readonly<Record<string, number>> = { y: date.year, M: date.month, d: date.day };
  return pattern.replace(tokens, (token) => String(values[token.charAt(0)]).padStart(token.length, '0'));
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.\-/ ]/g, (sign) => `\\${sign}`)
    .replace(tokens, (token) => `(?<${token.charAt(0)}>\\d{${token.length === 1 ? '1,2' : token.length}})`);
  return new RegExp(`^${source}$`);
}
