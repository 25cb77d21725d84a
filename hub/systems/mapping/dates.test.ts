import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternProblem, readDate, writeDate } from './dates.ts';

const patterns = ['dd/MM/yyyy', 'd/M/yyyy', 'yyyy-MM-dd', 'yyyyMMdd', 'ddMMyyyy', 'dd.MM.yyyy', 'd MM yyyy'];
/** ISO dates from 1 Muharram 1356 to the end of 1500. */
const isoDates = fc.date({ min: new Date('1937-03-14'), max: new Date('2077-11-16'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const forms = fc.record({ calendar: fc.constantFrom('hijri' as const, 'gregorian' as const), pattern: fc.constantFrom(...patterns) });

test('every day of 1356 to 1500 H comes back as it was after it was written in any form', () => {
  fc.assert(
    fc.property(isoDates, forms, (iso, form) => {
      const written = writeDate(iso, form);
      expect(written === null ? null : readDate(written, form)).toBe(iso);
    }),
    { numRuns: 3_000 },
  );
});

test('Hijri dates are those of Umm al-Qura as ICU knows them', () => {
  const icu = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' });
  fc.assert(
    fc.property(isoDates, (iso) => {
      const parts = Object.fromEntries(icu.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
      expect(writeDate(iso, { calendar: 'hijri', pattern: 'd/M/yyyy' })).toBe(`${parts['day']}/${parts['month']}/${parts['year']}`);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['1/1/1445', 'd/M/yyyy', '2023-07-19'],
  ['01/10/1446', 'dd/MM/yyyy', '2025-03-30'],
  ['14450909', 'yyyyMMdd', '2024-03-19'],
])('%s H written %s is %s', (text, pattern, iso) => {
  expect(readDate(text, { calendar: 'hijri', pattern })).toBe(iso);
});

test.each([
  ['a thirtieth of a month with 29 days', '30/09/1446', 'hijri'],
  ['a thirteenth month', '01/13/1445', 'hijri'],
  ['a day of zero', '00/01/1445', 'hijri'],
  ['a Gregorian year where Hijri ones are written', '01/01/2024', 'hijri'],
  ['a 29 February of a year without one', '29/02/2023', 'gregorian'],
  ['another order', '2024/01/01', 'gregorian'],
  ['words', 'غرة محرم', 'hijri'],
  ['something after it', '01/01/1445x', 'hijri'],
] as const)('%s is refused, not guessed', (_what, text, calendar) => {
  expect(readDate(text, { calendar, pattern: 'dd/MM/yyyy' })).toBeNull();
});

test.each(['2024-02-30', '2024-1-1', 'today', '', '2024-01-01T10:00:00Z'])('%j is not taken as a date of ours', (iso) => {
  expect(writeDate(iso, { calendar: 'hijri', pattern: 'dd/MM/yyyy' })).toBeNull();
});

test('a pattern that cannot be read back without doubt is refused', () => {
  expect(patterns.map(patternProblem)).toEqual(patterns.map(() => null));
  expect(['dMyyyy', 'ddMM', 'yyyy-MM-dd-dd', 'dd/MM/yy', 'ddd/MM/yyyy', 'yyyyMdd'].map((pattern) => patternProblem(pattern) === null)).toEqual(
    Array(6).fill(false),
  );
});
