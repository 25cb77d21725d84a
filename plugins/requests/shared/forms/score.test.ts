import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configForms } from '../../testing/config-forms.ts';
import type { Form } from './form-types.ts';
import { scoreOf } from './score.ts';

const checklist = configForms().forms.get('visit') as Form;
const items = Object.entries(checklist.ui).filter(([, { weight }]) => weight !== undefined);
const all = (answer: string) => Object.fromEntries(items.map(([name]) => [name, answer]));

test('the checklist of a commercial shop has 22 items that weigh 106 together, eight of them critical', () => {
  expect(items).toHaveLength(22);
  expect(items.reduce((sum, [, { weight = 0 }]) => sum + weight, 0)).toBe(106);
  expect(items.filter(([, { critical }]) => critical)).toHaveLength(8);
});

test('a shop that passes everything has 100 points; what does not apply counts for nothing', () => {
  expect(scoreOf(checklist, all('pass'))).toMatchObject({ points: 100, failed: [], items: 22, answered: 22 });
  expect(scoreOf(checklist, { ...all('none'), item09: 'pass', item10: 'fail' })).toMatchObject({ points: 56, failed: ['item10'], critical: [] });
  expect(scoreOf(checklist, all('none'))).toBeNull();
});

test('a failed critical item caps the score at 59, and a lower one stays as it is', () => {
  expect(scoreOf(checklist, { ...all('pass'), item17: 'fail' })).toMatchObject({ points: 59, critical: ['item17'] });
  expect(scoreOf(checklist, { ...all('fail'), item21: 'pass' })).toMatchObject({ points: 2 });
});

test('whatever is answered, points lie between 0 and 100, and one more failure never raises them', () => {
  const answer = fc.constantFrom('pass', 'fail', 'none');
  fc.assert(
    fc.property(fc.tuple(...items.map(() => answer)), fc.nat(21), (given, at) => {
      const answers = Object.fromEntries(items.map(([name], index) => [name, given[index]]));
      const before = scoreOf(checklist, { ...answers, [`${items[at]?.[0]}`]: 'pass' })?.points ?? 0;
      const after = scoreOf(checklist, { ...answers, [`${items[at]?.[0]}`]: 'fail' })?.points ?? 0;
      expect(after).toBeGreaterThanOrEqual(0);
      expect(before).toBeLessThanOrEqual(100);
      expect(after).toBeLessThanOrEqual(before);
    }),
  );
});
