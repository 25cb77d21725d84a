import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHeader } from './bridge.ts';

const text = fc.string({ unit: 'grapheme' });

test('whatever a name is, the header that carries it is one line of what its encoding allows, and reads back', () => {
  const oneLine = (value: string) => value.replace(/[\x00-\x1f\x7f]/g, ' ');
  fc.assert(
    fc.property(text, (value) => {
      const percent = encodeHeader(value, 'percent');
      expect(percent).toMatch(/^[\x20-\x7e]*$/);
      expect(decodeURIComponent(percent)).toBe(oneLine(value));
      const extended = encodeHeader(value, 'rfc8187');
      expect(extended).toMatch(/^[\x20-\x7e]*$/);
      expect(extended.startsWith("UTF-8''") ? decodeURIComponent(extended.slice(7)) : extended).toBe(oneLine(value));
      const bytes = encodeHeader(value, 'utf-8');
      expect(bytes).toMatch(/^[^\x00-\x1f\x7f]*$/);
      expect(Buffer.from(bytes, 'latin1').toString()).toBe(oneLine(value));
    }),
  );
});

test('plain names stay readable', () => {
  expect(encodeHeader('Alice Almuhanna, alice@demo.test', 'percent')).toBe('Alice Almuhanna, alice@demo.test');
});
