import { readFileSync } from 'node:fs';
import type { Locale } from '@amanah/plugin-api';

type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

const read = (language: Locale) => JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, Text>;
const texts = { ar: read('ar'), en: read('en') };
const plurals = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/** A text of this plugin with its `{name}` places filled; texts with plural forms are chosen by `count`. Throws on a missing key. */
export function say(language: Locale, key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const text = texts[language][key];
  const form = typeof text === 'object' ? (text[plurals[language].select(Number(params.count ?? 0))] ?? text.other) : text;
  if (form === undefined) throw new Error(`no text "${key}" in ${language}`);
  return form.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

/** A moment's day in both calendars, Hijri first, as people in Riyadh have it. */
export function dayInWords(moment: Date, language: Locale): string {
  const region = language === 'ar' ? 'ar-SA' : 'en-GB';
  const day = (calendar: string) =>
    new Intl.DateTimeFormat(`${region}-u-ca-${calendar}-nu-latn`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Riyadh' }).format(moment);
  const [hijri, gregorian] = [day('islamic-umalqura'), day('gregory')];
  // As the kit writes it for pages with scripts.
  return language === 'ar' ? `${hijri.replace(/\s*هـ$/u, 'هـ')} – ${gregorian}م` : `${hijri} – ${gregorian}`;
}
