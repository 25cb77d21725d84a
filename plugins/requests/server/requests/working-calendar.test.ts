import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkingCalendar } from './working-calendar.ts';

const calendar = new WorkingCalendar(['02-22', '09-23', '2027-03-09']);
const riyadh = (text: string) => new Date(`${text}+03:00`);

describe('working days', () => {
  test('are listed from a day on, without weekends and holidays', () => {
    expect(calendar.workingDays('2026-11-26', 3)).toEqual(['2026-11-26', '2026-11-29', '2026-11-30']);
    expect(calendar.workingDays('2027-03-09', 1)).toEqual(['2027-03-10']);
  });

  test.each([
    ['a day in the week', '2026-11-23T10:00', 1, '2026-11-24T10:00'],
    ['over the weekend', '2026-11-26T10:00', 1, '2026-11-29T10:00'],
    ['from a day of rest', '2026-11-27T10:00', 1, '2026-11-30T10:00'],
    ['over a holiday of every year', '2026-09-22T10:00', 1, '2026-09-24T10:00'],
    ['over a day that a decree names', '2027-03-08T23:30', 2, '2027-03-11T23:30'],
    ['late in the evening, when it is another day in Greenwich', '2026-11-25T23:30', 1, '2026-11-26T23:30'],
  ])('%s', (_what, from, days, to) => {
    expect(calendar.addWorkingDays(riyadh(from), days)).toEqual(riyadh(to));
  });

  test('what is due never falls on a day of rest, and more days are never sooner', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 60 }), (from, days) => {
        const due = calendar.addWorkingDays(from, days);
        expect(calendar.isWorkingDay(due)).toBe(true);
        expect(calendar.addWorkingDays(from, days + 1).getTime()).toBeGreaterThan(due.getTime());
      }),
    );
  });
});

describe('due', () => {
  test.each([
    ['P1D', 'working', '2026-11-26T10:00', '2026-11-29T10:00'],
    ['P1D', 'all', '2026-11-26T10:00', '2026-11-27T10:00'],
    ['PT4H', 'working', '2026-11-26T22:00', '2026-11-27T02:00'],
    ['P1M', 'all', '2026-01-15T10:00', '2026-02-15T10:00'],
    ['P2W', 'working', '2026-11-26T10:00', '2026-12-10T10:00'],
    ['P1DT30M', 'all', '2026-11-26T10:00', '2026-11-27T10:30'],
  ] as const)('%s by the calendar %s', (duration, by, from, to) => {
    expect(calendar.due(riyadh(from), duration, by)).toEqual(riyadh(to));
  });

  test('a date is that day in Riyadh, a moment that moment', () => {
    expect(calendar.due(new Date(), '2026-12-01', 'all')).toEqual(riyadh('2026-12-01T00:00'));
    expect(calendar.due(new Date(), '2026-12-01T12:00:00Z', 'all')).toEqual(new Date('2026-12-01T12:00:00Z'));
  });
});
