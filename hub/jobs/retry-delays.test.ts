import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelay, retryDelays } from './retry-delays.ts';

it('waits longer after each failure, never much longer than five minutes, and never not at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (failed) => {
      const wait = retryDelay(retryDelays, failed);
      expect(wait).toBeGreaterThanOrEqual(Math.min(1_000 * 2 ** (failed - 1), 300_000));
      expect(wait).toBeLessThanOrEqual(360_000);
    }),
  );
});
