import { expect, test } from 'vitest';
import { matchesName, matchesPath } from './name-pattern.ts';

test.each([
  ['licences-*.csv', 'licences-20261127.csv', true],
  ['licences-*.csv', 'licences-.csv', true],
  ['licences-*.csv', 'licences.csv', false],
  ['licences-*.csv', 'licences-1.csv.bak', false],
  ['*', 'رخص 1.xlsx', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*b*c', 'aXbYbZc', true],
  ['a.c', 'abc', false],
  ['', '', true],
  ['*a', 'b', false],
])('%s names %s: %s', (pattern, name, matches) => expect(matchesName(pattern, name)).toBe(matches));

test('no pattern makes a name slow', () => {
  expect(matchesName(`${'*a'.repeat(100)}b`, 'a'.repeat(5_000))).toBe(false);
});

test.each([
  ['in/licences-*.csv', 'in/licences-1.csv', true],
  ['in/licences-*.csv', 'licences-1.csv', false],
  ['licences-*.csv', 'in/licences-1.csv', false],
  ['licences-*.csv', 'licences-1.csv.gz', true],
  ['licences-*.csv', 'licences-1.csv.ZIP', true],
  ['*', '.hidden', false],
])('the pattern %s takes %s: %s', (pattern, path, matches) => expect(matchesPath(pattern, path)).toBe(matches));
