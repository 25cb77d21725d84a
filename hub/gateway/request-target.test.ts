import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestTarget } from './request-target.ts';

const target = (url: string) => requestTarget({ url, headers: { host: 'wiki.portal.test' }, rawHeaders: [] });

test.each([
  '/.amanah/ticket',
  '//.amanah/ticket',
  '/./.amanah/ticket',
  '/%2eamanah/ticket',
  '/%252eamanah/ticket',
  '/.AMANAH/ticket',
  '/.amanah;v=1/ticket',
  '/\\.amanah\\ticket',
  '/.amanah%2fticket',
  '/.amanah%00/ticket',
  '/%c0%aeamanah/ticket',
  '/.amanah',
  'http://wiki.portal.test/.amanah/ticket',
])('%s is our own corner, never the system’s', (url) => {
  expect(target(url).own).not.toBeNull();
});

test.each(['/a/../b', '/..', '/%2e%2e/x', '/a/..%2f..%2fetc/passwd', '/a/..\\b', '/%252e%252e/x', '/a/..;/manager'])('%s climbs and is refused', (url) => {
  expect(() => target(url)).toThrow('GATEWAY_ADDRESS_REFUSED');
});

test.each(['http://evil.test/', 'https://wiki.portal.test.evil.test/', '*', 'ftp://wiki.portal.test/', 'wiki.portal.test:443'])(
  'a request target %s of another host is refused',
  (url) => {
    expect(() => target(url)).toThrow('GATEWAY_ADDRESS_REFUSED');
  },
);

test('an absolute target of this host is its path', () => {
  expect(target('http://wiki.portal.test/doku.php?id=x').passed).toBe('/doku.php?id=x');
  expect(target('http://WIKI.portal.test?x=1').passed).toBe('/?x=1');
});

test('addresses of a system pass byte for byte', () => {
  const plain = fc.stringMatching(/^[\w~!$&'()*+,=:@%-]{1,20}$/);
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), fc.string(), (segments, query) => {
      const url = `/${segments.join('//')}?${encodeURIComponent(query)}`;
      fc.pre(!/%2e|%25|%c0|%5c|%2f/i.test(url.split('?')[0]!));
      expect(target(url)).toMatchObject({ passed: url, own: null });
    }),
  );
});
