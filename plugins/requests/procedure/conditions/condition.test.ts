import fc from 'fast-check';
import { evaluate } from 'feelin';
import { expect, test } from 'vitest';
import { condition, feelValue, isFeel } from './condition.ts';
import { quick } from './quick.ts';

const number = fc.constantFrom('-2', '0', '1', '1.5', '3');
const text = fc.constantFrom('"x"', '"y"', '""');
const truth = fc.constantFrom('true', 'false', 'null');
const equal = fc.constantFrom('=', '!=');
const order = fc.constantFrom('<', '<=', '>', '>=');
// Ordered are values of one kind alone: of unlike kinds FEEL says null, and the interpreter sometimes true.
const comparison = fc
  .oneof(
    fc.tuple(fc.constantFrom('n', 's', 'deep.any', 'missing', 'deep.missing', 'n.inner'), equal, fc.oneof(number, text, truth)),
    fc.tuple(fc.constantFrom('n', 'missing'), order, number),
    fc.tuple(fc.constantFrom('s', 'deep.missing'), order, text),
  )
  .map((parts) => parts.join(' '));
const expression = fc.letrec<{ whole: string }>((tie) => ({
  whole: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.tuple(tie('whole'), fc.constantFrom('and', 'or'), tie('whole')).map(([left, word, right]) => `(${left}) ${word} ${right}`),
    tie('whole').map((inside) => `not(${inside})`),
  ),
})).whole;
const choice = fc.tuple(expression, expression, expression).map(([asked, one, other]) => `if ${asked} then ${one} else ${other}`);
test('conditions of comparisons have the value that the FEEL interpreter gives them', () => {
  const scopes = fc.record(
    {
      n: fc.option(fc.constantFrom(-2, 0, 1, 2)),
      s: fc.option(fc.constantFrom('x', 'y', '')),
      deep: fc.constantFrom(0, 1, 'x', true, false, null).map((any) => ({ any })),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.oneof(expression, choice), scopes, (source, scope) => {
      const fast = quick(source);
      expect(fast).not.toBeNull();
      expect({ source, scope, holds: fast?.evaluate(scope) === true }).toEqual({ source, scope, holds: evaluate(source, scope).value === true });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['count(owners) > 1', { owners: [1, 2] }, true],
  ['= decision in ("approve", "return")', { decision: 'return' }, true],
  ['(if area > 10 then true else false) = true', { area: 3 }, false],
  ['some owner in owners satisfies owner.minor', { owners: [{ minor: true }] }, true],
])('what is more than comparisons goes to the FEEL interpreter: %s', (text, scope, holds) => {
  expect(condition(text).holds(scope)).toBe(holds);
});

test('a value chosen by if is what the FEEL interpreter gives', () => {
  const text = '=if terms.lapse != null then terms.lapse else "P14D"';
  for (const scope of [{}, { terms: {} }, { terms: { lapse: 'P30D' } }, { terms: { lapse: null } }])
    expect(feelValue(text, scope)).toBe(evaluate(text.slice(1), scope).value);
  expect(quick(text.slice(1))).not.toBeNull();
});

test('missing data hold nothing, neither as equal nor as unequal to a value', () => {
  expect(condition('area > 10').holds({})).toBe(false);
  expect(condition('decision = "yes"').holds({ decision: null })).toBe(false);
});

test('what is no FEEL is known before it runs', () => {
  expect(['decision = "yes"', '= a > 1', 'count(x) = 2', 'a between 1 and 2'].map(isFeel)).toEqual([true, true, true, true]);
  expect(['', 'decision = ', 'a b (', '${next(null, true)}'].map(isFeel)).toEqual([false, false, false, false]);
});
