import type { ErrorCode } from '@amanah/errors';
import { foldText, foldWords, type Bilingual } from '@amanah/plugin-api';
import commonWords from './common-words.json' with { type: 'json' };

/** Fewest characters of a password that a person chooses. */
export const leastLength = 12;
/** So many characters must be left without the person's own names, and without what many people use. */
const leastWithoutNames = 8;
const leastWithoutCommon = 6;
/** Shorter parts of a name stand in too many other words by chance. */
const leastNamePart = 3;
const cut = '\0';

const common = commonWords.toSorted((a, b) => b.length - a.length);
const replaced: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', '5': 's', $: 's', '7': 't' };

/** Whose password it would be: what somebody who knows the person tries first. */
export interface PasswordOwner {
  readonly username: string;
  readonly name: Bilingual;
  readonly email: string | null;
}

/** Why a chosen password is no good; `null` when it is. It is judged by what is left of it without the parts that are guessed first. */
export function passwordFault(password: string, owner: PasswordOwner): ErrorCode | null {
  if ([...password].length < leastLength) return 'IDENTITY_PASSWORD_SHORT';
  const own = namesOf(owner);
  const spellings = spellingsOf(password);
  const withoutNames = spellings.map((spelling) => without(spelling, own));
  if (withoutNames.some((left, at) => left !== spellings[at] && lengthOf(left) < leastWithoutNames)) return 'IDENTITY_PASSWORD_PERSONAL';
  const left = withoutNames.map((spelling) => withoutRuns(without(spelling, common)));
  return left.some((spelling) => lengthOf(spelling) < leastWithoutCommon || new Set(spelling).size < leastWithoutCommon - 1)
    ? 'IDENTITY_PASSWORD_COMMON'
    : null;
}

/** As typed, and with the usual signs and digits read as the letters they stand for. */
function spellingsOf(password: string): string[] {
  const folded = [...password.normalize('NFKC')].map((sign) => foldText(sign) || sign).join('');
  return [folded, [...folded].map((sign) => replaced[sign] ?? sign).join('')];
}

function namesOf({ username, name, email }: PasswordOwner): string[] {
  const words = [username, email?.split('@')[0] ?? '', name.ar, name.en].flatMap((text) => [foldText(text).replaceAll(' ', ''), ...foldWords(text)]);
  return [...new Set(words)].filter((word) => word.length >= leastNamePart).sort((a, b) => b.length - a.length);
}

const without = (text: string, words: readonly string[]): string => words.reduce((left, word) => left.replaceAll(word, cut), text);
const lengthOf = (text: string): number => [...text].filter((sign) => sign !== cut).length;

/** Without years, and without three or more signs that repeat or follow each other: 1234, aaaa, edcba. */
function withoutRuns(text: string): string {
  const signs = [...text.replace(/(?:19|20|14)\d\d/g, cut)];
  const codes = signs.map((sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.map((code, at) => code - (codes[at - 1] ?? Number.NaN));
  const inRun = (at: number) => [at, at + 1, at + 2].some((end) => end >= 2 && Math.abs(steps[end] ?? 2) <= 1 && steps[end] === steps[end - 1]);
  return signs.filter((_sign, at) => !inRun(at)).join('');
}
