import type { Covers } from './coverage.ts';

/** Stands where a character cannot be drawn: PDF/A refuses a paper with a hole in it, and a name must not stop a licence. */
const unknown = '\u25ca';
const joiners = new Set(['\u200c', '\u200d']);
const mostMarks = 3;
const longestWord = 32;
const breakHere = '\u200b';

/**
 * A text as it is safe on paper: one line, without marks of direction and other characters that nobody sees (they turn words around), no letter under a tower of
 * marks, words that a line can hold, and a lozenge for what our faces cannot draw.
 */
export function plainText(text: string, covers: Covers): string {
  return Array.from(
    text
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\s\p{Zl}\p{Zp}\p{Cc}]+/gu, ' '),
  )
    .filter((character) => joiners.has(character) || !/\p{Cf}|[\ufe00-\ufe0f]/u.test(character))
    .map((character) => (joiners.has(character) || covers(character.codePointAt(0)!) ? character : unknown))
    .join('')
    .replace(new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu'), '$1')
    .replace(new RegExp(`\\S{${longestWord}}(?=\\S)`, 'gu'), `$&${breakHere}`)
    .trim();
}

/** The same for every text of a paper's data. */
export function plainTexts<T>(value: T, covers: Covers): T {
  if (typeof value === 'string') return plainText(value, covers) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => plainTexts(inner, covers)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainTexts(inner, covers)])) as T;
  return value;
}
