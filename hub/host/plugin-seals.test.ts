import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { pluginSeals } from './plugin-seals.ts';

const key = new Secret(Buffer.alloc(32, 7).toString('base64'));
const seals = pluginSeals('social', () => key);

test('what a plugin sealed opens for the same purpose only, and never in another plugin or under another key', () => {
  const sealed = seals.seal('actor-key', 'سر');
  expect(seals.unseal('actor-key', sealed)).toBe('سر');
  const others = [
    () => seals.unseal('token', sealed),
    () => pluginSeals('media', () => key).unseal('actor-key', sealed),
    () => pluginSeals('social', () => new Secret(Buffer.alloc(32, 8).toString('base64'))).unseal('actor-key', sealed),
  ];
  for (const open of others) expect(open).toThrow(expect.objectContaining({ code: 'HOST_SEAL_BROKEN' }));
});

test('a sealed text with any one character changed does not open', () => {
  const sealed = seals.seal('actor-key', 'a secret of the network');
  fc.assert(
    fc.property(fc.nat(sealed.length - 2), (at) => {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(() => seals.unseal('actor-key', sealed.slice(0, at) + other + sealed.slice(at + 1))).toThrow(
        expect.objectContaining({ code: 'HOST_SEAL_BROKEN' }),
      );
    }),
  );
});

test('a digest is the same for the same text and purpose, and another in another plugin', () => {
  expect(seals.digest('link', 'x')).toBe(seals.digest('link', 'x'));
  expect(
    new Set([seals.digest('link', 'x'), seals.digest('link', 'y'), seals.digest('key', 'x'), pluginSeals('media', () => key).digest('link', 'x')]).size,
  ).toBe(4);
});
