import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressMap } from './address-map.ts';

const map = new AddressMap(['http://127.0.0.4:7110', 'http://licences.inner'], 'https://shop.portal.test');

test.each([
  ['http://127.0.0.4:7110/list?x=1', 'https://shop.portal.test/list?x=1'],
  ['http://licences.inner', 'https://shop.portal.test'],
  ['//licences.inner/a', 'https://shop.portal.test/a'],
  ['/relative', '/relative'],
  ['http://licences.inner.evil.test/', 'http://licences.inner.evil.test/'],
  ['http://127.0.0.4:71109/', 'http://127.0.0.4:71109/'],
  ['https://other.test/?u=http://licences.inner/', 'https://other.test/?u=http://licences.inner/'],
])('a redirect to %s becomes %s', (inner, outer) => {
  expect(map.address(inner)).toBe(outer);
});

test('inner addresses in a page are mapped wherever they stand, also with escaped slashes', () => {
  expect(map.text(`<a href="http://127.0.0.4:7110/a">x</a><script>u="http:\\/\\/licences.inner\\/b"</script>`)).toBe(
    `<a href="https://shop.portal.test/a">x</a><script>u="https:\\/\\/shop.portal.test\\/b"</script>`,
  );
  expect(map.text('http://licences.inner.evil.test http://licences.inner:99')).toBe('http://licences.inner.evil.test http://licences.inner:99');
});

test('a text without inner addresses is not changed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(map.text(text)).toBe(text);
    }),
  );
});
