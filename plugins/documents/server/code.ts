import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit, none that makes words. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** A code that nobody can guess: 50 bits of chance, nothing of the document in it. */
export function newCode(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A code as a person types or copies it; `null` when it cannot be one. */
export function codeOf(typed: string): string | null {
  const code = typed
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\s\p{Cf}\p{Pd}._]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

/** As it stands on paper: two groups that the eye can hold. */
export function spacedCode(code: string): string {
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
}
