import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { seal, unseal } from './seal.ts';

const key = new Secret(randomBytes(32).toString('base64'));

test('a sealed text opens with the same key and purpose only', () => {
  const sealed = seal(key, 'totp:1', 'سر JBSWY3DP');
  expect(sealed).not.toContain('JBSWY3DP');
  expect(unseal(key, 'totp:1', sealed)).toBe('سر JBSWY3DP');
  expect(() => unseal(key, 'totp:2', sealed)).toThrow();
  expect(() => unseal(new Secret(randomBytes(32).toString('base64')), 'totp:1', sealed)).toThrow();
});

test('one changed bit is noticed', () => {
  const bytes = Buffer.from(seal(key, 'p', 'text'), 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  expect(() => unseal(key, 'p', bytes.toString('base64url'))).toThrow();
});
