import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { readFonts } from './fonts.ts';
import { plainText, plainTexts } from './plain-text.ts';

const covers = coverageOf(readFonts());

test.each([
  ['مؤسسة الخليج الأولى', 'مؤسسة الخليج الأولى'],
  ['\u202eلحم\u202c\u2067', 'لحم'],
  ['سطر\n\tآخر\u0000', 'سطر آخر'],
  ['龍 tea', '◊ tea'],
  ['e\u0301', 'é'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['\ud800', '◊'],
])('%j stands on paper as %j', (typed, plain) => expect(plainText(typed, covers)).toBe(plain));

test('a word that no line holds can be broken', () => {
  expect(plainText('x'.repeat(70), covers)).toBe(`${'x'.repeat(32)}\u200b${'x'.repeat(32)}\u200b${'x'.repeat(6)}`);
});

test('texts anywhere in the data are made plain, names of fields and numbers stay', () => {
  expect(plainTexts({ rows: [{ value: 'a\u202eb' }, 7, null], name: { ar: ' ', en: '' } }, covers)).toEqual({
    rows: [{ value: 'ab' }, 7, null],
    name: { ar: '', en: '' },
  });
});

test('whatever was typed, what is left can be drawn and cannot turn its line around', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const plain = plainText(typed, covers);
      for (const character of plain) expect('\u200b\u200c\u200d'.includes(character) || covers(character.codePointAt(0)!)).toBe(true);
      expect(plain).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\p{Cc}]/u);
    }),
  );
});
