import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureSms, withinTwoSegments } from './sms-segments.ts';

test.each([
  ['a'.repeat(160), 'gsm-7', 160, 1],
  ['a'.repeat(161), 'gsm-7', 161, 2],
  ['€'.repeat(80), 'gsm-7', 160, 1],
  ['€'.repeat(81), 'gsm-7', 162, 2],
  ['ع'.repeat(70), 'ucs-2', 70, 1],
  ['ع'.repeat(71), 'ucs-2', 71, 2],
  ['ع'.repeat(134), 'ucs-2', 134, 2],
  ['ع'.repeat(135), 'ucs-2', 135, 3],
  [`${'a'.repeat(159)}ع`, 'ucs-2', 160, 3],
  // A sign of two units at the end of a part goes whole into the next one.
  [`${'ع'.repeat(66)}😀${'ع'.repeat(66)}`, 'ucs-2', 134, 3],
] as const)('a text of the wire is counted as operators count it (%#)', (text, encoding, units, segments) => {
  expect(measureSms(text)).toEqual({ encoding, units, segments });
});

test('whatever is written, a shortened text has two parts at most and begins as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
      const kept = withinTwoSegments(text);
      expect(measureSms(kept).segments).toBeLessThanOrEqual(2);
      expect(text.startsWith(kept.replace(/…$/, ''))).toBe(true);
    }),
  );
});
