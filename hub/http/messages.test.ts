import { expect, test } from 'vitest';
import { translator } from './messages.ts';

const t = translator({
  ar: { days: { zero: 'لا أيام', one: 'يوم واحد', two: 'يومان', few: '{count} أيام', many: '{count} يومًا', other: '{count} يوم' } },
  en: { days: { one: '{count} day', other: '{count} days' }, hello: 'Hello {name}' },
});

test.each([
  [0, 'لا أيام'],
  [1, 'يوم واحد'],
  [2, 'يومان'],
  [3, '3 أيام'],
  [11, '11 يومًا'],
  [100, '100 يوم'],
])('Arabic counts %i by its own plural form', (count, text) => {
  expect(t('ar', 'days', { count })).toBe(text);
});

test('places are filled, and a missing key is an error that names key and language', () => {
  expect(t('en', 'hello', { name: 'Sara' })).toBe('Hello Sara');
  expect(() => t('ar', 'hello')).toThrow('no message "hello" in ar');
});
