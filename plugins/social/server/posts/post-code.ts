import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter is taken for a figure. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** The end of a post's own link: 50 random bits, so that nobody guesses another post's. */
export function newPostCode(): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
