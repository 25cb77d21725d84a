import type { Locale } from '@amanah/plugin-api';

const gregorian = { ar: 'ar-SA-u-ca-gregory-nu-latn', en: 'en-GB-u-ca-gregory-nu-latn' } as const;
const hijri = { ar: 'ar-SA-u-ca-islamic-umalqura-nu-latn', en: 'en-GB-u-ca-islamic-umalqura-nu-latn' } as const;
const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** What a day or an amount is written with: `{day} {month} {year}هـ`. */
export type Pattern = (key: 'dateHijri' | 'dateGregorian' | 'money', language: Locale) => string;

function partsOf(value: string, locale: string): Record<string, string> {
  // A legal date has no time zone; an instant is said as Riyadh's day.
  const legal = dayOnly.test(value);
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: legal ? 'UTC' : 'Asia/Riyadh' });
  return Object.fromEntries(format.formatToParts(new Date(legal ? `${value}T12:00:00Z` : value)).map(({ type, value: text }) => [type, text]));
}

function day(value: string, calendar: 'dateHijri' | 'dateGregorian', language: Locale, pattern: Pattern): string {
  const parts = partsOf(value, (calendar === 'dateHijri' ? hijri : gregorian)[language]);
  return fillPlaces(pattern(calendar, language), { day: parts.day ?? '', month: parts.month ?? '', year: parts.year ?? parts.relatedYear ?? '' });
}

/** Both calendars, Hijri first: `13 جمادى الآخرة 1448هـ – 23 نوفمبر 2026م`. */
export function dualDay(value: string, language: Locale, pattern: Pattern): string {
  return `${day(value, 'dateHijri', language, pattern)} – ${day(value, 'dateGregorian', language, pattern)}`;
}

/** One calendar, for text messages: Hijri in Arabic, Gregorian in English. */
export function shortDay(value: string, language: Locale, pattern: Pattern): string {
  return day(value, language === 'ar' ? 'dateHijri' : 'dateGregorian', language, pattern);
}

/** Day and hour in Riyadh in one calendar, for text messages: nothing in it makes an English one longer. */
export function shortMoment(value: string, language: Locale, pattern: Pattern): string {
  return `${shortDay(value, language, pattern)} ${hourOf(value, language).replace(/\s/g, ' ')}`;
}

function hourOf(value: string, language: Locale): string {
  return new Intl.DateTimeFormat(gregorian[language], { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Riyadh' }).format(new Date(value));
}

/** Day and hour in Riyadh, in both calendars. */
export function momentText(value: string, language: Locale, pattern: Pattern): string {
  return `${dualDay(value, language, pattern)} ${hourOf(value, language).replace(/\s/g, '\u00a0')}`;
}

/** Riyals given as text or number: `1,440.00 ريال`. */
export function moneyText(value: string | number, language: Locale, pattern: Pattern): string {
  const amount = new Intl.NumberFormat(gregorian[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(value));
  return fillPlaces(pattern('money', language), { amount });
}

function fillPlaces(text: string, places: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_place, name: string) => places[name] ?? '');
}
