import { expect, test } from 'vitest';
import { formatDualDate, formatHijri, formatMoment } from '../calendar-text.ts';
import { gregorianOf, hijriOf } from './umm-al-qura.ts';

const VECTORS = [
  ['1428-03-08', '2007-03-27'],
  ['1435-09-23', '2014-07-20'],
  ['1443-02-09', '2021-09-16'],
  ['1445-09-01', '2024-03-11'],
  ['1446-09-01', '2025-03-01'],
  ['1446-10-01', '2025-03-30'],
  ['1447-01-01', '2025-06-26'],
  ['1448-01-01', '2026-06-16'],
  ['1448-06-13', '2026-11-23'],
] as const;

test.each(VECTORS)('%s of Umm al-Qura is %s, both ways', (hijri, gregorian) => {
  const [year = 0, month = 0, day = 0] = hijri.split('-').map(Number);
  expect(gregorianOf({ year, month, day })).toBe(gregorian);
  expect(hijriOf(gregorian)).toEqual({ year, month, day });
});

test('the thirtieth day of a month of 29 days does not exist', () => {
  expect(gregorianOf({ year: 1446, month: 9, day: 30 })).toBeNull();
});

test.each([
  { year: 1355, month: 12, day: 1 },
  { year: 1501, month: 1, day: 1 },
  { year: 1448, month: 13, day: 1 },
  { year: 1448, month: 0, day: 1 },
  { year: 1448, month: 1, day: 0 },
])('a date outside the official tables is refused: %o', (triple) => {
  expect(gregorianOf(triple)).toBeNull();
});

test.each(['1937-03-13', '2077-11-17', '2026-02-30', 'soon'])('%s has no Umm al-Qura date', (iso) => {
  expect(hijriOf(iso)).toBeNull();
});

test('dates are written Hijri first, months by name, in Latin digits', () => {
  expect(formatDualDate('2026-11-23', 'ar')).toBe('13 جمادى الآخرة 1448هـ – 23 نوفمبر 2026م');
  expect(formatDualDate('2026-11-23', 'en')).toBe('13 Jumada II 1448 AH – 23 November 2026');
});

test('a moment of today is an hour in one piece; one of another day in Riyadh says its day too', () => {
  const now = '2026-11-23T09:00:00Z';
  expect(formatMoment('2026-11-22T21:30:00Z', now, 'ar')).toBe('12:30\u00a0ص');
  expect(formatMoment('2026-11-22T20:30:00Z', now, 'ar')).toBe('22 نوفمبر 2026م 11:30\u00a0م');
  expect(formatMoment('2026-11-22T20:30:00Z', now, 'en')).toBe('22 November 2026 23:30');
});

test('an instant is shown in the day of Riyadh', () => {
  expect(formatHijri('2026-11-22T21:30:00Z', 'ar')).toBe('13 جمادى الآخرة 1448هـ');
});
