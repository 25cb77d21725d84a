import { compact, latin } from './digits.ts';
import { gregorianOfHijri } from './hijri.ts';
import { isNationalId, isSaudiIban, mobileOf } from './identifiers.ts';

/** A named format of a text: what is stored, and how what people type becomes that. */
export interface Format {
  readonly accepts: (stored: string) => boolean;
  readonly fold: (typed: string) => string;
}

const form = (pattern: RegExp, fold: (typed: string) => string = compact): Format => ({ accepts: (stored) => pattern.test(stored), fold });
const upper = (typed: string) => compact(typed).toUpperCase();

/** The Gregorian days that the Umm al-Qura tables cover. */
const FIRST_DAY = '1937-03-14';
const LAST_DAY = '2077-11-16';

function isDate(stored: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(stored) || stored < FIRST_DAY || stored > LAST_DAY) return false;
  const ms = Date.parse(`${stored}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(stored);
}

/** A Hijri date written as such becomes its Gregorian day; both are stored as one. */
function foldDate(typed: string): string {
  const date = latin(typed).trim().replaceAll('/', '-');
  return gregorianOfHijri(date) ?? date;
}

/** The day it is in the Kingdom (UTC+3, no daylight saving). */
export function todayInRiyadh(now = Date.now()): string {
  return new Date(now + 3 * 3_600_000).toISOString().slice(0, 10);
}

/** Every format a form may name; server and browser check and fold by this one table. */
export const formats = {
  'national-id': { accepts: isNationalId, fold: compact },
  'unified-number': form(/^7\d{9}$/),
  'commercial-register': form(/^\d{10}$/),
  mobile: form(/^\+9665\d{8}$/, (typed) => mobileOf(compact(typed))),
  'short-address': form(/^[A-Z]{4}\d{4}$/, upper),
  iban: { accepts: isSaudiIban, fold: upper },
  vat: form(/^3\d{13}3$/),
  deed: form(/^\d{12}$/),
  date: { accepts: isDate, fold: foldDate },
  'coming-date': { accepts: (stored) => isDate(stored) && stored >= todayInRiyadh(), fold: foldDate },
  'past-date': { accepts: (stored) => isDate(stored) && stored <= todayInRiyadh(), fold: foldDate },
  hour: form(/^(?:[01]\d|2[0-3]):[0-5]\d$/, (typed) => latin(typed).trim()),
  email: form(/^[^\s@"<>]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/i, (typed) => typed.trim()),
  /** Letters and digits of a plate: `ABJ 1234`. */
  plate: form(/^[A-Z\u0621-\u064a]{3}\d{1,4}$/, upper),
  /** A number given by an office: digits, letters, slashes. */
  reference: form(/^[0-9A-Z\u0621-\u064a][0-9A-Z\u0621-\u064a/_-]{2,29}$/, (typed) => latin(typed).trim().replace(/\s+/g, '').toUpperCase()),
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;
