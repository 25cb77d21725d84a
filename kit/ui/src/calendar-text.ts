import { currentLanguage, gregorianLocale, hijriLocale, type Language } from './language.ts';
import { text } from './text.ts';

/** An ISO local date (`2026-11-23`), an ISO instant, or a Date. */
export type DateValue = string | Date;

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** A legal date has no time zone; an instant is shown in Riyadh's day. */
function moment(value: DateValue): { readonly at: Date; readonly timeZone: string } {
  if (typeof value === 'string' && DATE_ONLY.test(value)) return { at: new Date(`${value}T12:00:00Z`), timeZone: 'UTC' };
  return { at: new Date(value), timeZone: 'Asia/Riyadh' };
}

function dayMonthYear(value: DateValue, locale: string): { day: string; month: string; year: string } {
  const { at, timeZone } = moment(value);
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return { day: part('day'), month: part('month'), year: part('year') || part('relatedYear') };
}

/** Umm al-Qura date with the month's name: `13 جمادى الآخرة 1448هـ`. */
export function formatHijri(value: DateValue, language: Language = currentLanguage()): string {
  return text('dateHijri', dayMonthYear(value, hijriLocale(language)), language);
}

/** Gregorian date with the month's name: `23 نوفمبر 2026م`. */
export function formatGregorian(value: DateValue, language: Language = currentLanguage()): string {
  return text('dateGregorian', dayMonthYear(value, gregorianLocale(language)), language);
}

/** Both calendars, Hijri first: `13 جمادى الآخرة 1448هـ – 23 نوفمبر 2026م`. */
export function formatDualDate(value: DateValue, language: Language = currentLanguage()): string {
  return `${formatHijri(value, language)} – ${formatGregorian(value, language)}`;
}

/** Time of day in Riyadh, in one piece: `9:15 ص`. */
export function formatTime(value: DateValue, language: Language = currentLanguage()): string {
  const format = new Intl.DateTimeFormat(gregorianLocale(language), { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Riyadh' });
  return format.format(new Date(value)).replace(/\s/g, '\u00a0');
}

/** An instant as one says it: the hour when it is today in Riyadh, else with its day: `23 نوفمبر 2026م 9:15 ص`. */
export function formatMoment(value: DateValue, now: DateValue = new Date(), language: Language = currentLanguage()): string {
  const time = formatTime(value, language);
  return formatGregorian(value, language) === formatGregorian(now, language) ? time : `${formatGregorian(value, language)} ${time}`;
}
