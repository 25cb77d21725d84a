import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeReturn } from './return-address.ts';

const portal = new URL('https://portal.amanah.test');
const wikiOnly = (target: URL) => (target.origin === 'https://wiki.portal.amanah.test' ? target.href : null);

test.each([
  ['/services/SRV-001?x=1#fees', '/services/SRV-001?x=1#fees'],
  ['https://portal.amanah.test/account', '/account'],
  ['https://wiki.portal.amanah.test/start?id=1', 'https://wiki.portal.amanah.test/start?id=1'],
])('goes back to %s, which is ours', (asked, expected) => {
  expect(safeReturn(asked, portal, wikiOnly)).toBe(expected);
});

test.each([
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'javascript:alert(1)',
  'https://portal.amanah.test@evil.test/',
  'https://a:b@portal.amanah.test/',
  ' //evil.test',
  '/\t/evil.test',
  'http:evil.test',
  '',
  undefined,
  ['/a'],
])('goes home instead of to %j', (asked) => {
  expect(safeReturn(asked, portal, wikiOnly)).toBe('/');
});

test('whatever is asked, the browser stays on a registered origin', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((tail) => `//${tail}`),
        fc.string().map((tail) => `/${tail}`),
      ),
      (asked) => {
        const target = new URL(safeReturn(asked, portal, wikiOnly), portal);
        expect(target.origin === portal.origin || wikiOnly(target) !== null).toBe(true);
      },
    ),
  );
});
