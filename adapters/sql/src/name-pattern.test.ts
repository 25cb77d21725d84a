import { expect, test } from 'vitest';
import { matches } from './name-pattern.ts';

test.each([
  ['*', 'anything', true],
  ['T_ROKHSA', 'T_ROKHSA', true],
  ['T_ROKHSA', 't_rokhsa', false],
  ['T_*', 'T_ROKHSA', true],
  ['T_*', 'V_ROKHSA', false],
  ['*.NASS', 'T_ARSHIF.NASS', true],
  ['T_*.N*S', 'T_ARSHIF.NASS', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['*x*', 'no', false],
  ['(.*)+$', '((((((((((((((((((((((((', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});
