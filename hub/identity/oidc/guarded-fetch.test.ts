import { expect, test } from 'vitest';
import { mayReach } from './inner-address.ts';

const production = { profile: 'production' as const, innerNetworks: ['10.20.0.0/16'] };

test.each([
  ['http://10.20.3.4/logout', true],
  ['http://10.21.3.4/logout', false],
  ['http://192.168.1.1/', false],
  ['http://169.254.169.254/latest', false],
  ['http://[fe80::1]/', false],
  ['http://127.0.0.1/', false],
  ['https://203.0.113.9/logout', true],
  ['file:///etc/passwd', false],
])('in production a logout token may go to %s: %s', async (url, allowed) => {
  expect(await mayReach(new URL(url), production)).toBe(allowed);
});

test('this machine may be reached outside production', async () => {
  expect(await mayReach(new URL('http://127.0.0.5:8080/logout'), { profile: 'demo', innerNetworks: [] })).toBe(true);
});
