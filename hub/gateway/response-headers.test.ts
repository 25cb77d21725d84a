import fc from 'fast-check';
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
const barSources = {
  script: 'https://wiki.portal.test/.amanah/bar.js',
  style: 'https://wiki.portal.test/.amanah/bar.css',
  data: 'https://wiki.portal.test/.amanah/bar.json',
  nonce: 'n0',
};
const policyOf = (policy: string) => browserHeaders({ 'content-security-policy': policy }, { ...mapping, barSources })['content-security-policy'];

test('redirects stay on the public host', () => {
  expect(browserHeaders({ location: 'http://127.0.0.3/start' }, mapping).location).toBe('https://wiki.portal.test/start');
});

test('a cookie loses its Domain and keeps the rest', () => {
  expect(mapCookie('sid=1; Domain=.inner.test; Path=/doku; HttpOnly; Secure', mapping)).toBe('sid=1; Path=/doku; HttpOnly; Secure');
  expect(mapCookie('sid=1; Secure; SameSite=None; domain', { ...mapping, https: false })).toBe('sid=1');
});

test("a system cannot set one of the hub's cookies, also not by a cookie without a name", () => {
  const planted = ['amanah=stolen', '__Host-amanah-system=x; Path=/', '=amanah=stolen', ' \tamanah =stolen', 'amanah', 'ok=1'];
  expect(browserHeaders({ 'set-cookie': planted }, mapping)['set-cookie']).toEqual(['ok=1']);
  expect(browserHeaders({ 'set-cookie': ['amanah=stolen'] }, mapping)).not.toHaveProperty('set-cookie');
});

test('whatever a cookie looks like, it is the host’s own and none of the hub’s', () => {
  const part = fc.oneof(
    fc.constantFrom('amanah=x', 'Domain=evil.test', ' domain = a', 'DOMAIN', 'Path=/x', '=amanah=1', 'a=b'),
    fc.stringMatching(/^[\w= .-]{0,12}$/),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const cookie = mapCookie(parts.join(';'), mapping);
      const [pair = '', ...attributes] = (cookie ?? 'a=b').split(';');
      expect(pair).toMatch(/^[^=]+=/);
      expect(mapping.hubCookies).not.toContain(pair.split('=')[0]!.trim());
      expect(attributes.filter((attribute) => /^\s*domain/i.test(attribute) && !/^\s*domain[\w.-]/i.test(attribute))).toEqual([]);
    }),
  );
});

test('headers that act beyond the system do not pass, and none that Connection names', () => {
  const beyond = {
    'alt-svc': 'h3=":443"',
    'clear-site-data': '"cookies"',
    'x-accel-redirect': '/secret',
    connection: 'close, x-hop',
    'x-hop': '1',
    'x-accel-buffering': 'no',
  };
  expect(browserHeaders(beyond, mapping)).toEqual({ 'x-accel-buffering': 'no' });
});

test('a rewritten body carries no length or coding of the original, and a weak validator', () => {
  expect(
    browserHeaders({ 'content-length': '10', 'content-encoding': 'gzip', etag: '"a"', 'content-type': 'text/html' }, { ...mapping, rewritten: true }),
  ).toEqual({ etag: 'W/"a"', 'content-type': 'text/html' });
});

test('the bar is allowed by exact address in a policy, also in one that only has a default', () => {
  expect(policyOf("default-src 'none'; img-src *")).toBe(
    `default-src 'none'; img-src *; script-src ${barSources.script}; style-src ${barSources.style}; connect-src ${barSources.data}`,
  );
  expect(policyOf("script-src 'self'; script-src-elem 'self'")).toBe(`script-src 'self'; script-src-elem 'self' ${barSources.script}`);
});

test('where addresses do not count the bar has a nonce, and each of several policies allows it', () => {
  expect(policyOf("script-src 'nonce-x' 'strict-dynamic', style-src 'self'")).toBe(
    `script-src 'nonce-x' 'strict-dynamic' 'nonce-n0', style-src 'self' ${barSources.style}`,
  );
});
