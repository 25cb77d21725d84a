import { expect, test } from 'vitest';
import { visitVerdict } from './visit-verdict.ts';

test.each([
  ['every item passed', 100, [], {}, 'pass'],
  ['just enough', 80, [], {}, 'pass'],
  ['a point too few', 79, [], {}, 'correctable'],
  ['a critical item failed', 59, ['licenceShown'], {}, 'correctable'],
  ['hardly anything passed', 39, [], {}, 'fail'],
  ['the inspector was not let in', 100, [], { presence: 'refused' }, 'fail'],
] as const)('%s', (_what, points, critical, answers, verdict) => {
  expect(visitVerdict({ points, critical }, answers)).toBe(verdict);
});
