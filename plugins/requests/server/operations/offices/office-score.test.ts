import { expect, test } from 'vitest';
import { readRuleFile } from '../rule-file.ts';
import { scoreOffice, scoreRules } from './office-score.ts';

const rules = readRuleFile(new URL('../../../../../config/', import.meta.url), 'office-score.yaml', scoreRules);

test.each([
  ['nothing sent', { requests: 0, rejected: 0, returned: 0, late: 0 }, { score: 100, decision: 'ok' }],
  ['a good month', { requests: 20, rejected: 1, returned: 4, late: 0 }, { score: 92, decision: 'ok' }],
  ['much returned and late', { requests: 10, rejected: 3, returned: 6, late: 2 }, { score: 63, decision: 'below-threshold' }],
  ['most rejected', { requests: 10, rejected: 6, returned: 0, late: 0 }, { score: 70, decision: 'serious-breach' }],
  ['all of a few rejected', { requests: 3, rejected: 3, returned: 0, late: 0 }, { score: 50, decision: 'below-threshold' }],
])('a month with %s', (_what, sent, score) => {
  expect(scoreOffice(sent, rules)).toMatchObject(score);
});
