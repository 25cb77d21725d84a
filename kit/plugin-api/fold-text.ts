const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0640\u200B-\u200F\u202A-\u202E\u2066-\u2069\u061C]/g;
const ARTICLE = /^(?:وال|بال|كال|فال|ال|لل)(?=\p{L}{3,})/u;

/**
 * Folds a text for searching, never for showing: hamza forms, taa marbuta, alef maqsura, diacritics, tatweel, Arabic and
 * Persian digits and letters, case, punctuation.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(MARKS, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىیئ]/g, 'ي')
    .replace(/ؤ/g, 'و')
    .replace(/ة/g, 'ه')
    .replace(/ک/g, 'ك')
    .replace(/ء/g, '')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A folded word without the definite article, so that «الرخصة» finds «رخصة». */
export function foldWord(word: string): string {
  return foldText(word).replace(ARTICLE, '');
}

/** The words of a text, folded. */
export function foldWords(text: string): string[] {
  return foldText(text)
    .split(' ')
    .map((word) => word.replace(ARTICLE, ''))
    .filter((word) => word !== '');
}
