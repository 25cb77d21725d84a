import { expect, test } from 'vitest';
import { readRuleFile } from '../rule-file.ts';
import { scoreOffice, scoreRules, type Month } from './office-score.ts';

const rules = readRuleFile(new URL('../../../../../config/', import.meta.url), 'office-score.yaml', scoreRules);
const month = (of: Partial<Month>): Month => ({ decided: 20, right: 20, inTime: 20, satisfaction: null, complaints: null, ...of });

test.each([
  ['nothing decided keeps what was', month({ decided: 0, right: 0, inTime: 0 }), 1, { score: null, low: 1, decision: 'ok' }],
  ['all right and in time', month({}), 1, { score: 100, low: 0, decision: 'ok' }],
  ['much sent back', month({ right: 8 }), 0, { score: 67, low: 0, decision: 'below-threshold' }],
  ['very bad for the first time', month({ right: 4, inTime: 8 }), 0, { score: 29, low: 1, decision: 'below-threshold' }],
  ['very bad for the second time', month({ right: 4, inTime: 8 }), 1, { score: 29, low: 2, decision: 'serious-breach' }],
  ['every part known, weighed as the domain says', month({ right: 10, inTime: 16, satisfaction: 0.8, complaints: 10 }), 0, { score: 73, decision: 'ok' }],
])('a month with %s', (_what, sent, lowBefore, score) => {
  expect(scoreOffice(sent, lowBefore, rules)).toMatchObject(score);
});

test('what is not known counts neither for nor against, and the score says what it was reckoned from', () => {
  expect(scoreOffice(month({ satisfaction: null }), 0, rules).parts).toEqual(['firstTimeRight', 'time']);
  expect(scoreOffice(month({ satisfaction: 0.5, complaints: 0 }), 0, rules).parts).toEqual(['firstTimeRight', 'time', 'satisfaction', 'complaints']);
});
