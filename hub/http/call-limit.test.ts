import { expect, test } from 'vitest';
import { callLimit } from './call-limit.ts';

test('as many calls as a minute has may come at once, then one for each share of the minute', () => {
  let now = 1_000_000;
  const count = callLimit({ perMinute: 6 }, () => now);
  for (let call = 0; call < 6; call++) count('10.0.0.1');
  expect(() => count('10.0.0.1')).toThrow(expect.objectContaining({ code: 'HTTP_RATE_LIMITED', retryAfterSeconds: 10 }));
  now += 10_000;
  count('10.0.0.1');
  expect(() => count('10.0.0.1')).toThrow(expect.objectContaining({ retryAfterSeconds: 10 }));
  now += 3_600_000;
  for (let call = 0; call < 6; call++) count('10.0.0.1');
  expect(() => count('10.0.0.1')).toThrow();
});

test('one network does not use up the calls of another', () => {
  const count = callLimit({ perMinute: 1 }, () => 5);
  count('10.0.0.1');
  count('10.0.0.2');
  expect(() => count('10.0.0.1')).toThrow();
});

test('networks that called longest ago are forgotten before memory runs out', () => {
  const count = callLimit({ perMinute: 1 }, () => 5);
  for (let network = 0; network <= 20_000; network++) count(`n${network}`);
  count('n0');
  expect(() => count('n20000')).toThrow();
});
