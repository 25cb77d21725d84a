import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

test('a dead system is not asked until its rest is over, then by one request', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  for (let i = 0; i < 3; i++) {
    expect(breaker.allows('old')).toBe(true);
    breaker.failed('old');
  }
  expect(breaker.allows('old')).toBe(false);
  expect(breaker.allows('other')).toBe(true);
  now = 5_001;
  expect([breaker.allows('old'), breaker.allows('old')]).toEqual([true, false]);
  breaker.answered('old');
  expect(breaker.allows('old')).toBe(true);
});
