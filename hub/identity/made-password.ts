import { randomInt } from 'node:crypto';

/** Without the signs that are read for one another when somebody copies them from paper. */
const signs = 'abcdefghjkmnpqrstvwxyz23456789';
const groups = 4;
const groupLength = 4;

/** A password nobody chose: sixteen random signs in groups, 78 bits. */
export function madePassword(): string {
  const group = () => Array.from({ length: groupLength }, () => signs[randomInt(signs.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
