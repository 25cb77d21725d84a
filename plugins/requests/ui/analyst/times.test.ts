import { describe, expect, test } from 'vitest';
import { timeWords } from './times.ts';

const hourMs = 3_600_000;

describe('a measured time', () => {
  test('is told in the largest unit that still says something, in the plural of the language', () => {
    expect([20, 90 * 60_000, 47 * hourMs, 48 * hourMs, 61 * hourMs, 30 * 24 * hourMs].map(timeWords)).toEqual([
      'أقل من دقيقة',
      '1.5 ساعة',
      '47 ساعة',
      'يومان',
      '2.5 يوم',
      '30 يوماً',
    ]);
  });
  test('that was never measured is said to be so, and is not zero', () => expect(timeWords(null)).toBe('لم تُقس بعد'));
});
