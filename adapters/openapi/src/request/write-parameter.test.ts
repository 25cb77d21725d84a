import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Style } from '../plan.ts';
import { encodeReserved, encodeStrictly } from './percent.ts';
import { joined, writePairs, writeSegment, type Encoding } from './write-parameter.ts';

const plain: Encoding = { text: encodeStrictly, delimiter: (one) => (one === ',' ? ',' : encodeStrictly(one)) };
const array = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

/** The table of styles of OpenAPI 3.0.4 and 3.1.1 (Style Examples). */
test.each<[Style, boolean, unknown, string]>([
  ['matrix', false, '', ';color'],
  ['matrix', false, 'blue', ';color=blue'],
  ['matrix', false, array, ';color=blue,black,brown'],
  ['matrix', false, object, ';color=R,100,G,200,B,150'],
  ['matrix', true, '', ';color'],
  ['matrix', true, 'blue', ';color=blue'],
  ['matrix', true, array, ';color=blue;color=black;color=brown'],
  ['matrix', true, object, ';R=100;G=200;B=150'],
  ['label', false, 'blue', '.blue'],
  ['label', false, array, '.blue,black,brown'],
  ['label', false, object, '.R,100,G,200,B,150'],
  ['label', true, 'blue', '.blue'],
  ['label', true, array, '.blue.black.brown'],
  ['label', true, object, '.R=100.G=200.B=150'],
  ['simple', false, 'blue', 'blue'],
  ['simple', false, array, 'blue,black,brown'],
  ['simple', false, object, 'R,100,G,200,B,150'],
  ['simple', true, array, 'blue,black,brown'],
  ['simple', true, object, 'R=100,G=200,B=150'],
])('path style %s, explode %s: %j is %s', (style, explode, value, written) => {
  expect(writeSegment('color', value, { style, explode, reserved: false }, plain, [])).toBe(written);
});

test.each<[Style, boolean, unknown, string]>([
  ['form', false, '', 'color='],
  ['form', false, 'blue', 'color=blue'],
  ['form', false, array, 'color=blue,black,brown'],
  ['form', false, object, 'color=R,100,G,200,B,150'],
  ['form', true, array, 'color=blue&color=black&color=brown'],
  ['form', true, object, 'R=100&G=200&B=150'],
  ['spaceDelimited', false, array, 'color=blue%20black%20brown'],
  ['spaceDelimited', false, object, 'color=R%20100%20G%20200%20B%20150'],
  ['pipeDelimited', false, array, 'color=blue%7Cblack%7Cbrown'],
  ['pipeDelimited', false, object, 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ['tabDelimited', false, array, 'color=blue%09black%09brown'],
  ['deepObject', true, object, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ['deepObject', true, { a: { b: [1, { c: true }] } }, 'color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=true'],
  ['form', true, [], ''],
  ['form', false, [null, 'blue', undefined], 'color=blue'],
])('query style %s, explode %s: %j is %s', (style, explode, value, written) => {
  expect(joined(writePairs('color', value, { style, explode, reserved: false }, plain, []))).toBe(written);
});

test('reserved characters pass where they may, those that end or divide a query do not', () => {
  expect(encodeReserved("a:/?@!$'()*,;=b")).toBe("a:/?@!$'()*,;=b");
  expect(encodeReserved('a&b#c[d]e+f g%20h%zz')).toBe('a%26b%23c%5Bd%5De%2Bf%20g%20h%25zz');
  expect(encodeReserved('حي الشاطئ')).toBe(encodeURIComponent('حي الشاطئ'));
});

test('a delimiter inside an item is not taken for one between items: whatever is written is read back the same', () => {
  const item = fc.string({ unit: 'grapheme', minLength: 1 });
  const delimiterOf: Readonly<Partial<Record<Style, string>>> = { form: ',', spaceDelimited: '%20', pipeDelimited: '%7C', tabDelimited: '%09' };
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), fc.constantFrom<Style>('form', 'pipeDelimited', 'tabDelimited'), (items, style) => {
      fc.pre(style === 'form' || !items.some((one) => one.includes(decodeURIComponent(delimiterOf[style] ?? ''))));
      const written = joined(writePairs('n', items, { style, explode: false, reserved: false }, plain, []));
      expect(
        written
          .slice(2)
          .split(delimiterOf[style] ?? ',')
          .map(decodeURIComponent),
      ).toEqual(items);
    }),
  );
});

test.each<[string, unknown, string, Style?]>([
  ['a list in a list', [[1]], '/0: a list or an object cannot be written inside another'],
  ['an object in an object', { a: {} }, '/a: a list or an object cannot be written inside another'],
  ['an item with the delimiter in it', ['a', 'b c'], '/1: holds " ", which divides the list', 'spaceDelimited'],
  ['half of a character', 'a\ud800', ': holds half of a character'],
])('%s has no writing and says where', (_title, value, message, style = 'form') => {
  expect(() => writePairs('color', value, { style, explode: false, reserved: false }, plain, [])).toThrow(message);
});
