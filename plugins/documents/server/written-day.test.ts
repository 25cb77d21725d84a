import { expect, test } from 'vitest';
import { dayInRiyadh, writtenDay } from './written-day.ts';

test.each([
  ['2026-11-23', '13 جمادى الآخرة 1448هـ', '23 نوفمبر 2026م', '13 Jumada II 1448 AH', '23 November 2026'],
  ['2025-03-30', '1 شوال 1446هـ', '30 مارس 2025م', '1 Shawwal 1446 AH', '30 March 2025'],
])('%s in both calendars and languages', (iso, hijriAr, gregorianAr, hijriEn, gregorianEn) => {
  expect(writtenDay(iso)).toEqual({ ar: { hijri: hijriAr, gregorian: gregorianAr }, en: { hijri: hijriEn, gregorian: gregorianEn } });
});

test('beyond the Umm al-Qura tables there is no Hijri day, and none is guessed', () => {
  expect(writtenDay('2077-11-17').ar).toEqual({ hijri: null, gregorian: '17 نوفمبر 2077م' });
  expect(writtenDay('2077-11-16').ar.hijri).toBe('30 ذو الحجة 1500هـ');
});

test.each(['2026-02-30', '2026-13-01', 'soon', ''])('%j is no day', (iso) => expect(() => writtenDay(iso)).toThrow('DOCUMENTS_NOT_MADE'));

test('a day begins in Riyadh, not in Greenwich', () => {
  expect(dayInRiyadh(new Date('2026-11-22T21:00:00Z'))).toBe('2026-11-23');
});
