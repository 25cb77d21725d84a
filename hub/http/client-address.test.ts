import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const seen = (trust: string[], remoteAddress: string, forwarded?: string) =>
  clientAddress(trust)({ headers: forwarded ? { 'x-forwarded-for': forwarded } : {}, socket: { remoteAddress } as Socket });

test('without a trusted proxy the peer itself is the visitor, whatever it says', () => {
  expect(seen([], '10.1.1.1', '6.6.6.6')).toBe('10.1.1.1');
});

test('behind a trusted proxy the nearest address that is not trusted is the visitor; what it made up is not believed', () => {
  expect(seen(['loopback', '10.0.0.0/8'], '127.0.0.1', '6.6.6.6, 203.0.113.9, 10.2.2.2')).toBe('203.0.113.9');
  expect(seen(['loopback'], '127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
});
