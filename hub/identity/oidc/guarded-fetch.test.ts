import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressAllowed, guardedFetch } from './guarded-fetch.ts';

const production = { profile: 'production' as const, innerNetworks: ['10.20.0.0/16'] };
const demo = { profile: 'demo' as const, innerNetworks: [] };

test.each([
  ['10.20.3.4', true],
  ['10.21.3.4', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['127.0.0.1', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:192.168.1.1', false],
  ['::ffff:10.20.3.4', true],
  ['203.0.113.9', true],
  ['2001:db8::1', true],
])('in production a logout token may go to %s: %s', (address, allowed) => {
  expect(addressAllowed(address, production)).toBe(allowed);
});

test('an address of a closed network stays closed however it is written as IPv6', () => {
  fc.assert(
    fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), ([b, c, d]) => {
      const closed = `192.168.${c}.${d}`;
      expect(addressAllowed(`::ffff:${closed}`, production)).toBe(false);
      expect(addressAllowed(`::ffff:10.20.${b}.${c}`, production)).toBe(true);
    }),
  );
});

test.each(['http://127.0.0.1:1/', 'http://[::ffff:7f00:1]:1/', 'http://localhost:4299/', 'file:///etc/passwd', 'http://2130706433/'])(
  'production does not connect to %s, by number or by name',
  async (url) => {
    const refused = (await guardedFetch(production)(url).then(
      () => ({}),
      (reason: unknown) => reason,
    )) as { code?: string; cause?: { code?: string } };
    expect(refused.code ?? refused.cause?.code).toBe('ADDRESS_NOT_ALLOWED');
  },
);

test('outside production this machine may be reached by name, and a redirect is not followed', async () => {
  const server = createServer((request, response) => (request.url === '/' ? response.end('here') : response.writeHead(302, { location: '/' }).end())).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await (await guardedFetch(demo)(`http://localhost:${port}/`)).text()).toBe('here');
  await expect(guardedFetch(demo)(`http://127.0.0.1:${port}/elsewhere`)).rejects.toThrow();
  server.close();
});
