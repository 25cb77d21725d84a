import { readFileSync } from 'node:fs';
import type { Locale } from '@amanah/plugin-api';

type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

const read = (language: Locale) => JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, Text>;
const texts = { ar: read('ar'), en: read('en') };
const plurals = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/** A text of this plugin with its `{name}` places filled; texts with plural forms are chosen by `count`. Throws on a missing key. */
export function say(language: Locale, key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const text = texts[language][key];
  const form = typeof text === 'object' ? (text[plurals[language].select(Number(params['count'] ?? 0))] ?? text.other) : text;
  if (form === undefined) throw new Error(`no text "${key}" in ${language}`);
  return form.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

/** The plural forms of a text, for a page that counts by itself. */
export function formsOf(key: string, language: Locale): Exclude<Text, string> {
  const text = texts[language][key];
  return typeof text === 'object' ? text : { other: text ?? '' };
}

/** A moment's day in both calendars, Hijri first, as people in Riyadh have it. */
export function dayInWords(moment: Date, language: Locale): string {
  const region = language === 'ar' ? 'ar-SA' : 'en-GB';
  const day = (calendar: string) =>
    new Intl.DateTimeFormat(`${region}-u-ca-${calendar}-nu-latn`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Riyadh' }).format(moment);
  const [hijri, gregorian] = [day('islamic-umalqura'), day('gregory')];
  return language === 'ar' ? `${hijri.replace(/\s*هـ$/u, 'هـ')} – ${gregorian}م` : `${hijri} – ${gregorian}`;
}

/** The hour in Riyadh: `6:30 م`, `18:30`. */
export function hourInWords(moment: Date, language: Locale): string {
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB', { timeStyle: 'short', timeZone: 'Asia/Riyadh' }).format(moment);
}

/** The day of the week in Riyadh; with the day of the month in the Gregorian calendar where days stand side by side. */
export function weekdayInWords(moment: Date, language: Locale, { dayOfMonth = false } = {}): string {
  const region = language === 'ar' ? 'ar-SA' : 'en-GB';
  const parts: Intl.DateTimeFormatOptions = { weekday: dayOfMonth && language === 'en' ? 'short' : 'long', timeZone: 'Asia/Riyadh' };
  if (dayOfMonth) parts.day = 'numeric';
  return new Intl.DateTimeFormat(`${region}-u-ca-gregory-nu-latn`, parts).format(moment);
}

/** Day and hour of what is announced. */
export function momentInWords(moment: Date, language: Locale): string {
  return say(language, 'watchMoment', { day: dayInWords(moment, language), hour: hourInWords(moment, language) });
}

/** `1:02:03`, `2:03` */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
