import Big from 'big.js';
import fc from 'fast-check';
import { evaluate } from 'feelin';
import { expect, test } from 'vitest';
import { expression } from './expression.ts';

const scope = { a: 7, b: 2.5, c: 0.2 };
const decimals = { a: new Big('7'), b: new Big('2.5'), c: new Big('0.2') };
const formula = fc.letrec<{ whole: string }>((tie) => ({
  whole: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', 'c', '3', '0.05', '12'),
    fc.tuple(tie('whole'), fc.constantFrom('+', '-', '*'), tie('whole')).map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    fc.tuple(tie('whole'), fc.constantFrom('12', '0.4')).map(([left, right]) => `(${left}) / ${right}`),
    fc.tuple(fc.constantFrom('max', 'min'), tie('whole'), tie('whole')).map(([name, left, right]) => `${name}(${left}, ${right})`),
    tie('whole').map((inside) => `-(${inside})`),
  ),
})).whole;

test('a formula has the value that the FEEL interpreter gives it, but for the error of its floats', () => {
  fc.assert(
    fc.property(formula, (text) => {
      const ours = expression(text).evaluate(decimals) as Big;
      const theirs = evaluate(text, scope).value as number;
      expect(Math.abs(ours.toNumber() - theirs), text).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
    }),
    { numRuns: 400 },
  );
});

test('decimals stay decimals where floats do not', () => {
  expect(String(expression('0.1 + 0.2').evaluate({}))).toBe('0.3');
  expect(String(expression('1.005 * 100').evaluate({}))).toBe('100.5');
  expect(String(expression('if 0.1 + 0.2 = 0.3 then 1 else 0').evaluate({}))).toBe('1');
});

test.each([
  ['a = 7 and not(b > 3)', true],
  ['a != 7 or b = 2.5', true],
  ['kind.id = "roof"', true],
])('conditions: %s', (text, value) => {
  expect(expression(text).evaluate({ ...decimals, kind: { id: 'roof' } })).toBe(value);
});

test.each(['a ** 2', 'sum([1, 2])', 'for x in [1] return x', 'a b (', '', 'string length("x")', 'a +', '[1]', 'a in (1, 2)'])(
  'what is outside the part is refused when it is read: %s',
  (text) => {
    expect(() => expression(text)).toThrow();
  },
);

test('nothing is reckoned with what is missing or of another kind', () => {
  expect(() => expression('a * missing').evaluate(decimals)).toThrow('missing');
  expect(() => expression('a * word').evaluate({ ...decimals, word: '5' })).toThrow('number');
  expect(expression('max(activity.rate * area, 2)').names).toEqual(['activity.rate', 'area']);
});
