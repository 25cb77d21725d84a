import { expect, test } from 'vitest';
import { latinDigits, onlyDigits } from './digits.ts';

test.each([
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['١٬٢٣٤٫٥', '1,234.5'],
  ['رقم ٧', 'رقم 7'],
])('%s is read as %s', (typed, latin) => {
  expect(latinDigits(typed)).toBe(latin);
});

test('an identifier pasted with spaces, dashes and direction marks keeps only its digits', () => {
  expect(onlyDigits('\u200f١٠٠٠-٠٠٠ 008\u200e')).toBe('1000000008');
});
