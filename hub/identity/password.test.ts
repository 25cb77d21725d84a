import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('a password is accepted with its own hash and refused with another one', async () => {
  const hash = await hashPassword('كلمة-مرور Long 1');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword('كلمة-مرور Long 1', hash)).toBe(true);
  expect(await verifyPassword('كلمة-مرور Long 2', hash)).toBe(false);
});

test('the same password never has the same hash twice', async () => {
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

test('without a hash nobody gets in', async () => {
  expect(await verifyPassword('', null)).toBe(false);
  expect(await verifyPassword('anything', null)).toBe(false);
});
