import { expect, test } from 'vitest';
import { inForceFor } from './in-force.ts';

const now = new Date('2026-11-27T12:00:00Z');
const publication = (version: string, unit: string | null, validFrom: string) => ({ version, unit, unitName: unit && `name of ${unit}`, validFrom, by: null });

test('a municipality is told with the version that it tries, until a later one holds for all', () => {
  const trial = [publication('b', 'dhahran', '2026-11-20T00:00:00Z'), publication('a', null, '2026-11-01T00:00:00Z')];
  expect([...inForceFor(trial, now)]).toEqual([['b', ['name of dhahran']]]);
  expect([...inForceFor([publication('c', null, '2026-11-25T00:00:00Z'), ...trial], now)]).toEqual([]);
  expect([...inForceFor([publication('c', null, '2026-12-25T00:00:00Z'), ...trial], now)], 'not before its day').toEqual([['b', ['name of dhahran']]]);
  expect([...inForceFor([publication('a', 'dhahran', '2026-11-21T00:00:00Z'), ...trial], now)], 'it went back to that of all').toEqual([]);
});
