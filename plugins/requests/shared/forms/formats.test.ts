import { describe, expect, test } from 'vitest';
import vectors from '../../testing/identifiers.vectors.json' with { type: 'json' };
import { formats, todayInRiyadh, type FormatName } from './formats.ts';
import { gregorianOfHijri } from './hijri.ts';

const stored = (name: FormatName, typed: string) => {
  const folded = formats[name].fold(typed);
  return formats[name].accepts(folded) ? folded : null;
};

interface Vectors {
  readonly valid?: readonly string[];
  readonly invalid?: readonly string[];
  readonly normalise?: readonly (readonly string[])[];
  readonly validAfterNormalise?: readonly (readonly string[])[];
}
const named: readonly [FormatName, Vectors][] = [
  ['national-id', vectors.nationalId],
  ['unified-number', vectors.unifiedNumber],
  ['commercial-register', vectors.commercialRegisterLegacy],
  ['mobile', vectors.mobile],
  ['short-address', vectors.shortAddress],
  ['iban', vectors.iban],
  ['vat', vectors.vat],
  ['deed', vectors.deed],
];

describe.each(named)('%s', (name, { valid = [], invalid = [], normalise = [], validAfterNormalise = [] }) => {
  test('keeps every number that is right', () => {
    for (const number of valid) expect(stored(name, number), number).toBe(number);
  });
  test('makes one stored form out of spaces, dashes, Arabic digits and marks of direction', () => {
    for (const [typed = '', form = ''] of [...normalise, ...validAfterNormalise]) expect(stored(name, typed), typed).toBe(form);
  });
  test('refuses every number that is wrong', () => {
    for (const number of invalid) expect(stored(name, number), number).toBeNull();
  });
});

test('a Hijri date becomes its Gregorian day, and one that never was is refused', () => {
  for (const [hijri = '', gregorian = ''] of vectors.hijri.pairs) expect(stored('date', hijri)).toBe(gregorian);
  for (const hijri of vectors.hijri.invalid) expect(gregorianOfHijri(hijri), hijri).toBeNull();
  expect(stored('date', '١٤٤٨/٠٦/١٣')).toBe('2026-11-23');
});

test('a Hijri date goes there and back for every month that the tables cover', () => {
  const read = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' });
  for (let year = 1356; year <= 1500; year++)
    for (let month = 1; month <= 12; month++) {
      const two = String(month).padStart(2, '0');
      const day = gregorianOfHijri(`${year}-${two}-01`);
      const parts = Object.fromEntries(read.formatToParts(new Date(`${day}T00:00:00Z`)).map(({ type, value }) => [type, value]));
      expect([parts['year'], parts['month'], parts['day']]).toEqual([String(year), two, '01']);
    }
});

test('a date of the past and a date to come meet today, in the time of Riyadh', () => {
  const today = todayInRiyadh();
  expect([formats['coming-date'].accepts(today), formats['past-date'].accepts(today)]).toEqual([true, true]);
  expect([formats['coming-date'].accepts('2020-01-01'), formats['past-date'].accepts('2076-01-01')]).toEqual([false, false]);
  expect(todayInRiyadh(Date.parse('2026-11-23T21:30:00Z'))).toBe('2026-11-24');
});

test('days that no calendar has are refused', () => {
  for (const day of ['2026-02-30', '2026-13-01', '1936-01-01', '2078-01-01', '23-11-2026', '']) expect(formats.date.accepts(day), day).toBe(false);
});

test('hours, addresses, plates and references take what people write', () => {
  expect(stored('hour', '١٦:٣٠')).toBe('16:30');
  expect(stored('hour', '24:00')).toBeNull();
  expect(stored('email', ' a.b@example.com ')).toBe('a.b@example.com');
  expect(stored('email', 'a@b')).toBeNull();
  expect(stored('plate', 'أ ب ج ١٢٣٤')).toBe('أبج1234');
  expect(stored('reference', 'shp-1448/12')).toBe('SHP-1448/12');
});
