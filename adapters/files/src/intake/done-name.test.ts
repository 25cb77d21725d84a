import { expect, test } from 'vitest';
import { donePath, nameBefore } from './done-name.ts';

const hash = '0123456789abcdef';

test.each([
  ['in/licences.csv.gz', 'done/licences.0123456789ab.csv.gz', 'licences.csv.gz'],
  ['licences', 'done/licences.0123456789ab', 'licences'],
  ['.hidden', 'done/.hidden.0123456789ab', '.hidden'],
])('%s goes to %s, from which its name is known again', (path, done, name) => {
  expect(donePath('done', path, hash)).toBe(done);
  expect(nameBefore(done)).toBe(name);
});

test('a file that was not settled by us had no name before', () => {
  expect(nameBefore('done/licences.csv')).toBeNull();
});
