import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressMap } from './address-map.ts';

const map = new AddressMap(['http://127.0.0.4:7110', 'http://licences.inner'], 'https://shop.portal.test');
const back = new AddressMap(['https://shop.portal.test'], 'http://licences.inner');

test.each([
  ['http://127.0.0.4:7110/list?x=1', 'https://shop.portal.test/list?x=1'],
  ['http://licences.inner', 'https://shop.portal.test'],
  ['HTTP://Licences.Inner:80/a', 'https://shop.portal.test/a'],
  ['//licences.inner/a', '//shop.portal.test/a'],
  ['/relative', '/relative'],
  ['http://licences.inner.evil.test/', 'http://licences.inner.evil.test/'],
  ['http://licences.inner@evil.test/', 'http://licences.inner@evil.test/'],
  ['http://user@licences.inner/', 'http://user@licences.inner/'],
  ['https://licences.inner/', 'https://licences.inner/'],
  ['http://127.0.0.4:71109/', 'http://127.0.0.4:71109/'],
  ['http://127.0.0.4/', 'http://127.0.0.4/'],
  ['http://127x0x0x4:7110/', 'http://127x0x0x4:7110/'],
  ['https://other.test/?u=http://licences.inner/', 'https://other.test/?u=http://licences.inner/'],
])('a redirect to %s becomes %s', (inner, outer) => {
  expect(map.address(inner)).toBe(outer);
});

test('inner addresses in a page are mapped wherever they stand, also with escaped slashes, without a scheme, and as WebSocket', () => {
  expect(map.text(`<a href="http://127.0.0.4:7110/a">x</a><script>u="http:\\/\\/licences.inner\\/b"</script>`)).toBe(
    `<a href="https://shop.portal.test/a">x</a><script>u="https:\\/\\/shop.portal.test\\/b"</script>`,
  );
  expect(map.text(`<img src=//licences.inner/x> url(//licences.inner/y) ws://licences.inner/z`)).toBe(
    `<img src=//shop.portal.test/x> url(//shop.portal.test/y) wss://shop.portal.test/z`,
  );
  expect(map.text('http://licences.inner.evil.test http://licences.inner:99 /path//licences.inner xhttp://licences.inner')).toBe(
    'http://licences.inner.evil.test http://licences.inner:99 /path//licences.inner xhttp://licences.inner',
  );
});

test('a text without inner addresses is not changed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(map.text(text)).toBe(text);
    }),
  );
});

const path = fc.stringMatching(/^\/[\w/.-]{0,20}(?:\?[\w=&%-]{0,20})?$/);

test('an inner address comes back the same after the way out and in', () => {
  fc.assert(
    fc.property(path, (rest) => {
      expect(back.address(map.address(`http://licences.inner${rest}`))).toBe(`http://licences.inner${rest}`);
      expect(back.text(map.text(`x "http://licences.inner${rest}" y`))).toBe(`x "http://licences.inner${rest}" y`);
    }),
  );
});

test('an address of another host is never mapped, however near it looks', () => {
  const near = fc.constantFrom('licences.inner', '127.0.0.4:7110', 'licences.inner:80');
  const twist = fc.tuple(fc.constantFrom('', 'x', 'a.', 'licences.inner@', '-'), fc.constantFrom('.evil.test', 'x', ':1', '-b', '@evil.test', '0'));
  fc.assert(
    fc.property(near, twist, path, (host, [front, end], rest) => {
      const address = `http://${front}${host}${end}${rest}`;
      expect(map.address(address)).toBe(address);
      expect(map.text(`<a href="${address}">`)).toBe(`<a href="${address}">`);
    }),
  );
});
