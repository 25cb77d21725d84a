import { readFile } from 'node:fs/promises';
import { AmanahError, type Language } from '@amanah/errors';

/** Texts of a plugin by language and flat key. */
export type PluginLocales = Readonly<Partial<Record<Language, ReadonlyMap<string, unknown>>>>;

/** Reads `locales/<language>.json` of each language. @throws HOST_LOCALES_DIFFER naming the keys or places that differ */
export async function readLocales(folder: URL, languages: readonly Language[]): Promise<PluginLocales> {
  const locales: Partial<Record<Language, ReadonlyMap<string, unknown>>> = {};
  for (const language of languages) {
    const file = `locales/${language}.json`;
    const text = await readFile(new URL(file, folder), 'utf8').catch((cause: unknown) => {
      throw new AmanahError('HOST_LOCALES_DIFFER', { detail: `${file} is missing`, cause });
    });
    locales[language] = flatten(JSON.parse(text) as Record<string, unknown>);
  }
  const problem = differenceOf(locales);
  if (problem) throw new AmanahError('HOST_LOCALES_DIFFER', { detail: problem });
  return locales;
}

/** One text; of a text with plural variants the last, most general one. @throws HOST_TEXT_MISSING */
export function localeText(locales: PluginLocales, key: string, language: Language): string {
  const message = locales[language]?.get(key) ?? Object.values(locales)[0]?.get(key);
  if (message === undefined) throw new AmanahError('HOST_TEXT_MISSING', { detail: `no text "${key}" in ${language}` });
  return stringsOf(message).at(-1) ?? '';
}

/** What differs between the languages, or `null`. */
export function differenceOf(locales: PluginLocales): string | null {
  const [first, ...others] = Object.entries(locales);
  if (!first) return null;
  for (const [language, texts] of others) {
    const missing = [...first[1].keys()].filter((key) => !texts.has(key));
    const extra = [...texts.keys()].filter((key) => !first[1].has(key));
    if (missing.length > 0) return `${language}.json lacks ${missing.slice(0, 5).join(', ')}`;
    if (extra.length > 0) return `${first[0]}.json lacks ${extra.slice(0, 5).join(', ')}`;
    for (const [key, text] of texts) {
      const [here, there] = [placesOf(text), placesOf(first[1].get(key))];
      if (here !== there) return `"${key}" has places [${there}] in ${first[0]} and [${here}] in ${language}`;
    }
  }
  return null;
}

function flatten(texts: Record<string, unknown>, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries(texts)) {
    if (key === '$schema') continue;
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlural(value);
    if (nested) for (const [inner, text] of flatten(value as Record<string, unknown>, `${prefix}${key}.`)) flat.set(inner, text);
    else flat.set(prefix + key, value);
  }
  return flat;
}

const PLURAL_FORMS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

/** One message with a form per plural category, as `createMessages` of @amanah/ui reads it; languages differ in their forms. */
function isPlural(value: object): value is Record<string, string> {
  return 'other' in value && Object.keys(value).every((key) => PLURAL_FORMS.has(key));
}

function stringsOf(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  if (typeof message === 'object' && message !== null && isPlural(message)) return Object.values(message);
  if (!Array.isArray(message)) return [];
  return message.flatMap((variant: { match?: Record<string, string> }) => Object.values(variant.match ?? {}));
}

function placesOf(message: unknown): string {
  const places = stringsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  return [...new Set(places)].sort().join(', ');
}
