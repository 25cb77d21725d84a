import { expect, test } from 'vitest';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import { createMessages } from './messages.ts';

const requests = { zero: 'لا طلبات', one: 'طلب واحد', two: 'طلبان', few: '{count} طلبات', many: '{count} طلباً', other: '{count} طلب' };
const t = createMessages({
  ar: { requests, hello: 'مرحباً {name}' },
  en: { requests: { one: 'One request', other: '{count} requests' }, hello: 'Hello {name}' },
});

test.each([
  [0, 'لا طلبات'],
  [1, 'طلب واحد'],
  [2, 'طلبان'],
  [3, '3 طلبات'],
  [10, '10 طلبات'],
  [11, '11 طلباً'],
  [99, '99 طلباً'],
  [100, '100 طلب'],
  [1102, '1,102 طلب'],
])('%i requests in Arabic', (count, words) => {
  expect(t('requests', { count }, 'ar')).toBe(words);
});

test('English has its own two forms', () => {
  expect([1, 2].map((count) => t('requests', { count }, 'en'))).toEqual(['One request', '2 requests']);
});

test('a place without a value stays visible instead of vanishing', () => {
  expect(t('hello', {}, 'en')).toBe('Hello {name}');
});

const places = (message: unknown) => [...new Set(JSON.stringify(message).match(/\{(\w+)\}/g) ?? [])].sort();

test("the kit's two languages have the same keys and the same places", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(ar).sort());
  for (const key of Object.keys(ar) as (keyof typeof ar)[]) expect(places(en[key]), key).toEqual(places(ar[key]));
});
