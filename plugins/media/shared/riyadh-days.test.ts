import { expect, test } from 'vitest';
import { dayLater, offeredDays, riyadhDayOf, weekOf } from './riyadh-days.ts';

test('the day is that of Riyadh, also in the three hours in which London still has the one before', () => {
  expect(riyadhDayOf(new Date('2026-11-27T20:59:59Z'))).toBe('2026-11-27');
  expect(riyadhDayOf(new Date('2026-11-27T21:00:00Z'))).toBe('2026-11-28');
});

test('days are counted over the ends of months and years', () => {
  expect(dayLater('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayLater('2028-03-01', -1)).toBe('2028-02-29');
});

test('yesterday to six days ahead are offered, and a day from elsewhere stands among them', () => {
  const days = offeredDays('2026-11-27', '2026-11-27');
  expect([days.length, days[0], days.at(-1)]).toEqual([8, '2026-11-26', '2026-12-03']);
  expect(offeredDays('2026-11-27', '2026-11-20')[0]).toBe('2026-11-20');
});

test('a week runs from Sunday to Saturday, over the end of a month too', () => {
  expect(weekOf('2026-11-27')).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28']);
  expect(weekOf('2026-12-01')[0]).toBe('2026-11-29');
});
