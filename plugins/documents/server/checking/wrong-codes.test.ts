import { expect, test } from 'vitest';
import { WrongCodes } from './wrong-codes.ts';

test('thirty wrong codes in ten minutes are enough for one network; others go on, and after the ten minutes it may try again', () => {
  let now = 0;
  const wrong = new WrongCodes(() => now);
  for (let round = 0; round < 30; round++) {
    wrong.assertWithin('10.0.0.1');
    wrong.count('10.0.0.1');
  }
  expect(() => wrong.assertWithin('10.0.0.1')).toThrow(expect.objectContaining({ code: 'HTTP_RATE_LIMITED', retryAfterSeconds: 600 }));
  wrong.assertWithin('10.0.0.2');
  now = 600_001;
  wrong.assertWithin('10.0.0.1');
});
