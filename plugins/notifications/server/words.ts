import type { Locale } from '@amanah/plugin-api';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import type { NoticeData } from '../contract.ts';
import { momentText, type Pattern } from './day-text.ts';
import { fillText, type Message } from './fill-text.ts';

type Key = keyof typeof ar;
const texts: Readonly<Record<Locale, Readonly<Record<Key, Message>>>> = { ar, en };

/** How days and amounts are written. */
export const pattern: Pattern = (key, language) => String(texts[language][key]);

/** A text of the plugin in one language, with its plural form. */
export function words(key: Key, language: Locale, data: NoticeData = {}): string {
  return fillText(texts[language][key], data, language, pattern)
    .map(({ text }) => text)
    .join('');
}

/** An instant in both calendars with its hour in Riyadh. */
export function instant(at: Date, language: Locale): string {
  return momentText(at.toISOString(), language, pattern);
}
