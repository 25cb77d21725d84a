import type { Bilingual } from '@amanah/plugin-api';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import type { Service } from './content.ts';

type Language = 'ar' | 'en';
type Message = string | Readonly<Record<string, string>>;

const catalogues: Readonly<Record<Language, Readonly<Record<string, Message>>>> = { ar, en };
const plural = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };
const numbers = new Intl.NumberFormat('en-GB');

/** One of the plugin's messages with its places filled; plural forms are chosen by `count`. */
export function say(language: Language, key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const message = catalogues[language][key] ?? key;
  const text = typeof message === 'string' ? message : (message[plural[language].select(Number(params.count))] ?? message.other ?? key);
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    return value === undefined ? place : typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The same message in both languages. */
export function sayBoth(key: string, params?: Readonly<Record<string, string | number>>): Bilingual {
  return { ar: say('ar', key, params), en: say('en', key, params) };
}

const DURATION_KEY: Readonly<Record<string, string>> = { D: 'durationWorkingDays', H: 'durationHours', M: 'durationMinutes', S: 'durationSeconds' };

/** How long a service takes, in words; `PT0S` is content that is there at once. */
export function durationWords(duration: string): Bilingual {
  const found = /^PT?(\d+)([DHMS])$/.exec(duration);
  const count = Number(found?.[1] ?? 0);
  return count === 0 ? sayBoth('durationAtOnce') : sayBoth(DURATION_KEY[found?.[2] ?? 'S'] ?? 'durationAtOnce', { count });
}

/** True when the result comes within the day (rules.md A5). */
export function isInstant(duration: string): boolean {
  return duration.startsWith('PT');
}

/** The fee in words, known before any form is opened (rules.md A4). */
export function feeWords(fee: Service['fee']): Bilingual {
  if (fee.basis === 'free') return sayBoth('feeFree');
  if (fee.amount === 0) return sayBoth('feeByCase');
  return sayBoth(fee.basis === 'formula' ? 'feeFrom' : 'feeFixed', { count: fee.amount });
}
