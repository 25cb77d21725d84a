import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { leastCovered, measure, measuredAdapters, type Coverage } from '../../scripts/adapter-coverage.ts';

// Measuring runs all tests of the adapters a second time, so it is done in `npm run test:long`; in every run what was measured last has to do.
const long = process.env['AMANAH_TEST_VOLUME'] === 'long';

test.each(measuredAdapters)(
  'at least 95 of 100 branches of the adapter %s are run by its tests (npm run coverage:adapters)',
  (adapter) => {
    const kept = JSON.parse(readFileSync(new URL(`../../adapters/${adapter}/coverage.json`, import.meta.url), 'utf8')) as { branches: Coverage };
    const { covered, total } = long ? measure(adapter) : kept.branches;
    expect(total).toBeGreaterThan(500);
    expect(covered / total).toBeGreaterThanOrEqual(leastCovered);
  },
  1_800_000,
);
