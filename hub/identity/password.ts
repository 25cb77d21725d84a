import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** Argon2id hash of a password in PHC string form, with a new salt. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: Buffer.from(password, 'utf8'), nonce, ...cost });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${nonce.toString('base64url')}$${tag.toString('base64url')}`;
}

/** Whether the password is the hash's. Without a hash it takes as long and says no, so that an unknown user name cannot be told by time. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, , , parameters, salt, wanted] = (hash ?? decoy).split('$');
  const numbers = Object.fromEntries((parameters ?? '').split(',').map((pair) => pair.split('=')));
  const expected = Buffer.from(wanted ?? '', 'base64url');
  const tag = await derive('argon2id', {
    message: Buffer.from(password, 'utf8'),
    nonce: Buffer.from(salt ?? '', 'base64url'),
    memory: Number(numbers['m']),
    passes: Number(numbers['t']),
    parallelism: Number(numbers['p']),
    tagLength: expected.length,
  });
  return timingSafeEqual(tag, expected) && hash !== null;
}

const decoy = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${Buffer.alloc(16, 7).toString('base64url')}$${Buffer.alloc(32, 7).toString('base64url')}`;
