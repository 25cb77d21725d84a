import { formatDualDate, formatGregorian, formatHijri, type DateValue } from './calendar-text.ts';
import { currentLanguage, gregorianLocale, type Language } from './language.ts';
import { text } from './text.ts';

const HALALAS_IN_RIYAL = 100;

/** An amount in words of the page: `1,440.00 ريال`. `halalas` is an integer. */
export function formatMoney(halalas: number, language: Language = currentLanguage()): string {
  const format = new Intl.NumberFormat(gregorianLocale(language), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return text('money', { amount: format.format(halalas / HALALAS_IN_RIYAL) }, language);
}

/** An amount of money, given in whole halalas. */
export function Money({ halalas }: { readonly halalas: number }) {
  return <span className="am-number">{formatMoney(halalas)}</span>;
}

const isoOf = (value: DateValue): string => (typeof value === 'string' ? value : value.toISOString());

/** A date in the Umm al-Qura calendar. */
export function HijriDate({ value }: { readonly value: DateValue }) {
  return <time dateTime={isoOf(value)}>{formatHijri(value)}</time>;
}

/** A date in the Gregorian calendar. */
export function GregorianDate({ value }: { readonly value: DateValue }) {
  return <time dateTime={isoOf(value)}>{formatGregorian(value)}</time>;
}

/** A date in both calendars, Hijri first. */
export function DualDate({ value }: { readonly value: DateValue }) {
  return <time dateTime={isoOf(value)}>{formatDualDate(value)}</time>;
}

/** The last four characters of an identifier; the rest as dots. */
export function maskIdentifier(value: string): string {
  return value.length <= 4 ? value : '•'.repeat(value.length - 4) + value.slice(-4);
}

/** A number or code that must not turn round in Arabic text; masked in lists. */
export function Identifier({ value, masked = false }: { readonly value: string; readonly masked?: boolean }) {
  return (
    <bdi className="am-id" dir="ltr">
      {masked ? maskIdentifier(value) : value}
    </bdi>
  );
}
