import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBetween, dayAfter, monthsAfter, monthsBegun } from './days.ts';
import { markOf } from './jobs/expiring.ts';
import { yearAndMonth } from './register/new-number.ts';
import { standingOf } from './standing.ts';
import { areaOfMeasures } from './steps/amend.ts';

const today = '2026-11-27';

test.each([
  ['far from its end', 'valid', '2027-02-26', 'valid'],
  ['ninety days before its end', 'valid', '2027-02-25', 'expiring'],
  ['on its last day', 'valid', today, 'expiring'],
  ['the day after', 'valid', '2026-11-26', 'grace'],
  ['on the last day of grace', 'expired', '2026-10-28', 'grace'],
  ['after that', 'expired', '2026-10-27', 'expired'],
  ['one that an older register still calls valid', 'valid', '2020-01-01', 'expired'],
  ['suspended, whatever its days', 'suspended', '2020-01-01', 'suspended'],
  ['cancelled', 'cancelled', '2030-01-01', 'cancelled'],
] as const)('a licence %s', (_when, state, validUntil, standing) => expect(standingOf({ state, validUntil }, today, 30)).toBe(standing));

test.each([
  [91, null],
  [90, 90],
  [31, 90],
  [30, 30],
  [8, 30],
  [7, 7],
  [0, 7],
  [-1, null],
])('%d days before its end a licence has passed the mark %s', (left, mark) => expect(markOf(left)).toBe(mark));

test('every licence is told of at each mark once, however many nights are missed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 120 }), { maxLength: 40 }), (nights) => {
      const told = nights.sort((one, other) => other - one).map(markOf);
      const marks = [...new Set(told)].filter((mark) => mark !== null);
      expect(marks).toEqual([...marks].sort((one, other) => other - one));
    }),
  );
});

test('months keep to the calendar, and a month begun counts', () => {
  expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsAfter('2028-02-29', 12)).toBe('2029-02-28');
  expect(monthsBegun('2026-11-27', today)).toBe(0);
  expect(monthsBegun('2026-11-26', today)).toBe(1);
  expect(monthsBegun('2026-05-27', today)).toBe(6);
  expect(monthsBegun('2027-05-27', today)).toBe(0);
  fc.assert(fc.property(fc.integer({ min: 0, max: 5_000 }), (days) => daysBetween(today, dayAfter(today, days)) === days));
});

test('a number begins with the Hijri year and month of Riyadh', () => {
  expect(yearAndMonth(new Date('2026-11-27T12:00:00Z'))).toBe('4806');
  expect(yearAndMonth(new Date('2026-06-15T22:00:00Z'))).toBe('4801');
});

test.each([
  ['4 × 1', 4],
  ['4x1.5 و 2*1', 8],
  ['٤ متر', null],
  ['', null],
])('measures as people write them: %s', (text, area) => expect(areaOfMeasures(text)).toBe(area));
