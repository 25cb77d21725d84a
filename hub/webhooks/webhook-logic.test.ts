import { expect, test } from 'vitest';
import { isTypePattern, subscribes } from './event-types.ts';
import { nextAttemptSeconds } from './retry-schedule.ts';

test('attempts go on for about a day and then end', () => {
  const waits = Array.from({ length: 20 }, (_, at) => nextAttemptSeconds(at + 1, () => 0)).filter((wait) => wait !== null);
  expect(waits.every((wait, at) => at === 0 || wait > waits[at - 1]!)).toBe(true);
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(30);
  expect(nextAttemptSeconds(waits.length + 1)).toBeNull();
});

test.each([
  [['services.problem.reported'], 'services.problem.reported', true],
  [['services.*'], 'services.problem.reported', true],
  [['services.problem.*'], 'services.rating.given', false],
  [['services.*'], 'services-old.problem.reported', false],
  [['services.*'], 'services.job.enqueued', false],
])('a subscription to %s gets %s: %s', (types, type, expected) => {
  expect(subscribes(types, type)).toBe(expected);
});

test.each([
  ['services.problem.reported', true],
  ['services.*', true],
  ['*', false],
  ['services*', false],
  ['', false],
  ['a.*.b', false],
])('%s is a type to subscribe to: %s', (text, expected) => {
  expect(isTypePattern(text)).toBe(expected);
});
