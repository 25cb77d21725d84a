import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, newCode, spacedCode } from './code.ts';

test('a new code is ten letters and digits, found again however it is written down', () => {
  for (let round = 0; round < 200; round++) {
    const code = newCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    for (const typed of [code, spacedCode(code), spacedCode(code).toLowerCase(), ` ${code.slice(0, 3)} ${code.slice(3)} `, `\u200e${spacedCode(code)}`])
      expect(codeOf(typed)).toBe(code);
  }
});

test.each([
  ['O1lI0-abcde', '01110ABCDE'],
  ['٧K٣M٩-QXW٢T', '7K3M9QXW2T'],
  ['7K3M9–QXW2T', '7K3M9QXW2T'],
  ['7K3M9QXW2', null],
  ['7K3M9QXW2TT', null],
  ['7K3M9QXW2U', null],
  ["7K3M9'; --", null],
  ['', null],
])('%j is read as %j', (typed, code) => expect(codeOf(typed)).toBe(code));

test('whatever is typed is a code or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => void expect(codeOf(typed) ?? '0000000000').toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)),
  );
});
