import { CalendarDate, GregorianCalendar, IslamicUmalquraCalendar, toCalendar } from '@internationalized/date';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfText } from './legacy-day.ts';

const hijri = new IslamicUmalquraCalendar();

test.each([
  ['1446/05/12', '2024-11-14'],
  ['1448/05/12', '2026-10-23'],
  ['12/05/1448', '2026-10-23'],
  ['1448-5-12', '2026-10-23'],
  ['١٤٤٨/٠٥/١٢', '2026-10-23'],
  ['1445/01/01', '2023-07-19'],
  ['1443/01/01', '2021-08-09'],
  ['2026-10-23', '2026-10-23'],
  ['23/10/2026', '2026-10-23'],
  ['2024/02/29', '2024-02-29'],
])('%s is %s', (text, day) => {
  expect(dayOfText(text)).toBe(day);
});

test.each(['1449/09/31', '1446/13/01', '1448/00/10', '2026-02-30', '2023/02/29', '1299/01/01', '1501/01/01', '2500/01/01', '1448/05', 'غداً', '', '12/05/48'])(
  '%j is no day of any calendar',
  (text) => {
    expect(dayOfText(text)).toBeNull();
  },
);

test('every Hijri day of the years that are taken is the day that the tables say, and the thirtieth of a month of twenty-nine is none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1356, max: 1500 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }), (year, month, day) => {
      const there = day <= hijri.getDaysInMonth(new CalendarDate(hijri, year, month, 1));
      const expected = there ? toCalendar(new CalendarDate(hijri, year, month, day), new GregorianCalendar()).toString() : null;
      expect(dayOfText(`${year}/${month}/${day}`)).toBe(expected);
    }),
    { numRuns: 400 },
  );
});
