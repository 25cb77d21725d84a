import { readFileSync } from 'node:fs';
import type { Language } from '@amanah/errors';

/** A text with `{name}` places, or one text for each plural form of the param `count`. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type MessageParams = Readonly<Record<string, string | number>>;
export type Translate = (language: Language, key: string, params?: MessageParams) => string;

const plurals = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/**
 * The texts of one room of the hub, from `locales/{ar,en}.json` beside the calling module: `messages(import.meta.url)`.
 * @throws Error on a key that is missing, so that tests find it
 */
export function messages(moduleUrl: string): Translate {
  const load = (language: Language) => JSON.parse(readFileSync(new URL(`./locales/${language}.json`, moduleUrl), 'utf8')) as Record<string, Message>;
  return translator({ ar: load('ar'), en: load('en') });
}

/** Texts from memory; see `messages`. */
export function translator(texts: Record<Language, Record<string, Message>>): Translate {
  return (language, key, params = {}) => {
    const message = texts[language][key];
    if (message === undefined) throw new Error(`no message "${key}" in ${language}`);
    const text = typeof message === 'string' ? message : pluralForm(message, language, params);
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
  };
}

function pluralForm(forms: Partial<Record<Intl.LDMLPluralRule, string>>, language: Language, params: MessageParams): string {
  const form = forms[plurals[language].select(Number(params.count ?? 0))] ?? forms.other;
  if (form === undefined) throw new Error('a plural message needs the form "other"');
  return form;
}
