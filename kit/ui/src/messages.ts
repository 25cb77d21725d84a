import { currentLanguage, gregorianLocale, type Language } from './language.ts';

type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Readonly<Record<string, string | PluralForms>>;
export type MessageParams = Readonly<Record<string, string | number>>;

/** Reads one message in the page's language, or in `language` when given. */
export type Translate<Key extends string> = (key: Key, params?: MessageParams, language?: Language) => string;

const rules = new Map<Language, Intl.PluralRules>();
const numbers = new Map<Language, Intl.NumberFormat>();

function pluralRule(language: Language, count: number): Intl.LDMLPluralRule {
  let rule = rules.get(language);
  if (!rule) rules.set(language, (rule = new Intl.PluralRules(language)));
  return rule.select(count);
}

function grouped(language: Language, count: number): string {
  let format = numbers.get(language);
  if (!format) numbers.set(language, (format = new Intl.NumberFormat(gregorianLocale(language))));
  return format.format(count);
}

/**
 * Makes the typed translate function of one `locales/` folder. A message is a text with `{name}` places, or an object of
 * plural forms chosen by `params.count` (Arabic has six). Languages fall back to no other: equal keys are proved by tests.
 */
export function createMessages<Arabic extends Catalogue>(catalogues: { readonly ar: Arabic; readonly en: Catalogue }): Translate<keyof Arabic & string> {
  return (key, params = {}, language = currentLanguage()) => {
    const message = catalogues[language][key];
    if (message === undefined) return key;
    const text = typeof message === 'string' ? message : (message[pluralRule(language, Number(params.count))] ?? message.other ?? key);
    return text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = params[name];
      if (value === undefined) return place;
      return name === 'count' && typeof value === 'number' ? grouped(language, value) : String(value);
    });
  };
}
