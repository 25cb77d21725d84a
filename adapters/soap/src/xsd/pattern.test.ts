import { expect, test } from 'vitest';
import { toEcmaScript } from './pattern.ts';

test.each<[string, readonly string[], readonly string[]]>([
  ['[0-9]{2}', ['12', '٣'.replace('٣', '33')], ['1', '123']],
  ['\\d{2,}', ['12', '١٢٣'], ['1']],
  ['a|b*', ['a', '', 'bbb'], ['ab']],
  ['(ab)?c+', ['c', 'abcc'], ['ab']],
  ['.', ['x', '\u2028'], ['\n', '\r']],
  ['^a$', ['^a$'], ['a']],
  ['\\i\\c*', ['_x-1', 'ب1'], ['1x']],
  ['\\I\\C', ['1 '], ['ab']],
  ['\\w\\W\\s\\S\\D', ['a- bx'], ['ab bx']],
  ['\\p{Lu}\\P{Lu}', ['Ab'], ['ab']],
  ['\\p{IsArabic}+', ['بلدية'], ['abc']],
  ['[\\p{IsBasicLatin}-[0-9]]+', ['abc'], ['a1']],
  ['[^\\P{L}x]', ['a'], ['1', 'x']],
  ['[-a]', ['-', 'a'], ['b']],
  ['[-]', ['-'], ['a']],
  ['[a\\-\\]]', ['-', ']'], ['b']],
  ['\\n\\t\\.\\\\', ['\n\t.\\'], ['n']],
])('%s is said as ECMAScript has it', (pattern, fit, others) => {
  const translated = toEcmaScript(pattern);
  const expression = new RegExp(`^(?:${translated})$`, 'u');
  for (const text of fit) expect(expression.test(text), text).toBe(true);
  for (const text of others) expect(expression.test(text), text).toBe(false);
});

test.each(['a)', '(a', '*a', 'a{x}', 'a{2', '[a', '\\p{IsMartian}', '\\pL', '[\\w]', '[\\S]', '\\p{Nobody}'])('%s cannot be said there', (pattern) =>
  expect(toEcmaScript(pattern)).toBeNull(),
);
