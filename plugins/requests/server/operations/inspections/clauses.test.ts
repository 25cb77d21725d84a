import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configForms } from '../../../testing/config-forms.ts';
import { readRuleFile } from '../rule-file.ts';
import { classify, halalasOf, riskOf, violationOf, violationRules } from './clauses.ts';

const rules = readRuleFile(new URL('../../../../../config/', import.meta.url), 'violations.yaml', violationRules);
const none = new Set<string>();

describe('a checklist', () => {
  test('without a failed item is compliant', () => {
    expect(classify({ checklist: { item01: 'pass', item05: 'none' }, size: 'small', before: none }, rules).decision).toBe('compliant');
  });

  test('with clauses that have time to correct gives the longest of their times', () => {
    const found = classify({ checklist: { item01: 'fail', item19: 'fail', item05: 'fail' }, size: 'large', before: none }, rules);
    expect(found).toMatchObject({ decision: 'minor-with-grace', graceDays: 3, notes: ['item05'] });
    expect(found.violations.map(({ code, fine }) => [code, fine])).toEqual([
      ['V03', null],
      ['V05', '1000.00'],
    ]);
  });

  test('with one serious clause gives no time, however small the others are', () => {
    expect(classify({ checklist: { item18: 'fail', item04: 'fail' }, size: 'micro', before: none }, rules)).toMatchObject({
      decision: 'no-grace-or-serious',
      graceDays: null,
    });
  });

  test('whatever it holds never throws, and is compliant only without a failed item', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.constantFrom('pass', 'fail', 'none', 7, null)), fc.string(), (checklist, size) => {
        const items = Object.keys(checklist).filter((name) => /^item\d{2}$/.test(name) && checklist[name] === 'fail');
        expect(classify({ checklist, size, before: none }, rules).decision === 'compliant').toBe(items.length === 0);
      }),
    );
  });
});

describe('a fine', () => {
  test.each([
    ['V01', 'large', false, '50000.00'],
    ['V01', 'medium', false, '37500.00'],
    ['V01', 'micro', true, '25000.00'],
    ['V06', 'small', false, '1000.00'],
    ['V26', 'large', true, '200.00'],
    // Nobody pays less by not saying how large they are.
    ['V06', '', false, '2000.00'],
  ])('of %s for a %s establishment (repeated: %s) is %s', (code, size, repeated, fine) => {
    expect(violationOf(code, { size, repeated }, rules).fine).toBe(fine);
  });

  test('never goes above the cap', () => {
    const dear = { ...rules, clauses: { V01: { title: { ar: '', en: '' }, maxSar: 9_000_000, serious: true, graceDays: null } } };
    expect(violationOf('V01', { size: 'large', repeated: true }, dear).fine).toBe('2000000.00');
  });

  test('of a clause without a published amount is left to the signatory', () => {
    expect(violationOf('V25', { size: 'large', repeated: false }, rules).fine).toBeNull();
  });

  test('of a smaller category or establishment is never more', () => {
    for (const code of Object.keys(rules.clauses))
      for (const category of [1, 2, 3, 4, 5]) {
        const fines = ['large', 'medium', 'small', 'micro'].map((size) => violationOf(code, { size, repeated: false }, { ...rules, category }).fine);
        const amounts = fines.map((fine) => (fine === null ? 0 : halalasOf(fine)));
        expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
      }
  });
});

test('a report and a record of violations rank a site before the plan', () => {
  expect([riskOf('report', 0, rules), riskOf('plan', 2, rules), riskOf('plan', 0, rules), riskOf('plan', 99, rules)]).toEqual([40, 40, 10, 70]);
});

test('the form of a violation offers the clauses of the configuration, all of them', () => {
  const { schema } = configForms().forms.get('violation')!;
  expect(JSON.stringify(schema)).toContain(JSON.stringify(Object.keys(rules.clauses)).slice(1, -1));
});
