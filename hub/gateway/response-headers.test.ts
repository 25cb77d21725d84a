import { expect, test } from 'vitest';
import { AddressMap } from './address-map.ts';
import { browserHeaders, mapCookie, type ResponseMapping } from './response-headers.ts';

const mapping: ResponseMapping = {
  addresses: new AddressMap(['http://127.0.0.3:80'], 'https://wiki.portal.test'),
  hubCookies: ['amanah', '__Host-amanah-system'],
  https: true,
  rewritten: false,
  barSources: null,
};

test('redirects stay on the public host', () => {
  expect(browserHeaders({ location: 'http://127.0.0.3/start' }, mapping).location).toBe('https://wiki.portal.test/start');
});

test('a cookie loses its Domain and keeps the rest', () => {
  expect(mapCookie('sid=1; Domain=.inner.test; Path=/doku; HttpOnly; Secure', mapping)).toBe('sid=1; Path=/doku; HttpOnly; Secure');
  expect(mapCookie('sid=1; Secure; SameSite=None', { ...mapping, https: false })).toBe('sid=1');
});

test("a system cannot set one of the hub's cookies", () => {
  expect(browserHeaders({ 'set-cookie': ['amanah=stolen', '__Host-amanah-system=x; Path=/', 'ok=1'] }, mapping)['set-cookie']).toEqual(['ok=1']);
});

test('a rewritten body carries no length or coding of the original, and a weak validator', () => {
  expect(
    browserHeaders({ 'content-length': '10', 'content-encoding': 'gzip', etag: '"a"', 'content-type': 'text/html' }, { ...mapping, rewritten: true }),
  ).toEqual({ etag: 'W/"a"', 'content-type': 'text/html' });
});

test('the bar is allowed by exact address in a policy, also in one that only has a default', () => {
  const barSources = { script: 'https://wiki.portal.test/.amanah/bar.js', style: 'https://wiki.portal.test/.amanah/bar.css' };
  const [policy] = browserHeaders({ 'content-security-policy': "default-src 'none'; img-src *" }, { ...mapping, barSources })[
    'content-security-policy'
  ] as string[];
  expect(policy).toBe(
    "default-src 'none'; img-src *; script-src https://wiki.portal.test/.amanah/bar.js; style-src https://wiki.portal.test/.amanah/bar.css; connect-src https://wiki.portal.test/.amanah/bar.json",
  );
});
