import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StreamGrants } from './stream-grants.ts';

let now = Date.parse('2026-11-27T12:00:00Z');
const seals = (key: string) => ({
  digest: (purpose: string, text: string) => Buffer.from(`${key} ${purpose} ${text}`.repeat(4)).toString('base64url').split('').toReversed().join(''),
});
const grants = new StreamGrants(seals('one'), () => now);

test('a grant holds for its programme until its moment', () => {
  const grant = grants.make('a', 600);
  expect([grants.holds('a', grant), grants.holds('b', grant), new StreamGrants(seals('two'), () => now).holds('a', grant)]).toEqual([true, false, false]);
  now += 601_000;
  expect(grants.holds('a', grant)).toBe(false);
});

test('whatever is shown instead is no grant, also one whose moment was put off', () => {
  const [until, signature] = grants.make('a', 600).split('.');
  expect(grants.holds('a', `${(Number.parseInt(until!, 36) + 60).toString(36)}.${signature}`)).toBe(false);
  fc.assert(fc.property(fc.string({ maxLength: 80 }), (shown) => !grants.holds('a', shown)));
});
