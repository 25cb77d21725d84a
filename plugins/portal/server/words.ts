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
