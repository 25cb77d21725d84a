import type { Locale } from '@amanah/plugin-api';
import type { NoticeData } from '../contract.ts';
import { dualDay, momentText, moneyText, shortDay, shortMoment, type Pattern } from './day-text.ts';

/** A text with places, or one text for each plural form of `count`. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** A part of a filled text; what was filled in stands apart from the words around it, so that its direction does too. */
export interface Piece {
  readonly text: string;
  readonly filled: boolean;
}

const place = /\{(\w+)(?::(date|day|moment|hour|money))?\}/g;
const rules = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') } as const;

/** Names of the places of a text, in all its plural forms. */
export function placesOf(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : ['{count}', ...Object.values(message)];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(place)].map(([, name]) => name ?? '')))];
}

/** The text in one language with its data. */
export function fillText(message: Message, data: NoticeData, language: Locale, pattern: Pattern): readonly Piece[] {
  const text = typeof message === 'string' ? message : (message[rules[language].select(Number(data.count))] ?? message.other ?? '');
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(place)) {
    const [whole, name = '', format] = match;
    pieces.push({ text: text.slice(at, match.index), filled: false });
    pieces.push({ text: written(data[name], format, language, pattern), filled: true });
    at = match.index + whole.length;
  }
  pieces.push({ text: text.slice(at), filled: false });
  return pieces.filter((piece) => piece.text !== '');
}

function written(value: NoticeData[string] | undefined, format: string | undefined, language: Locale, pattern: Pattern): string {
  const plain = typeof value === 'object' ? value[language] : (value ?? '');
  if (format === 'date') return dualDay(String(plain), language, pattern);
  if (format === 'day') return shortDay(String(plain), language, pattern);
  if (format === 'moment') return momentText(String(plain), language, pattern);
  if (format === 'hour') return shortMoment(String(plain), language, pattern);
  if (format === 'money') return moneyText(plain, language, pattern);
  return typeof plain === 'number' ? new Intl.NumberFormat(language === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB').format(plain) : plain;
}
