import { expect, test } from 'vitest';
import { afterSecondRun, countsOf, failedFiles } from './test-outcome.mjs';

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});
const first = { testResults: [file('/a', 'passed', 'passed'), file('/b', 'passed', 'failed', 'failed'), file('/c'), file('/d', 'passed', 'pending', 'todo')] };

test('tests are counted by how they ended; a file that could not be loaded is one that failed', () => {
  expect(countsOf(first)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  expect(failedFiles(first)).toEqual(['/b', '/c']);
});

test('what failed and passes by itself has passed, what fails again has failed; nothing else is touched', () => {
  const second = { testResults: [file('/b', 'passed', 'passed', 'passed'), file('/c', 'passed', 'failed')] };
  const outcome = afterSecondRun(first, second);
  expect(countsOf(outcome)).toEqual({ passed: 7, failed: 1, skipped: 2 });
  expect(failedFiles(outcome)).toEqual(['/c']);
});

test('a second run that brought nothing leaves the first as it was', () => {
  expect(afterSecondRun(first, { testResults: [] })).toEqual(first);
});
