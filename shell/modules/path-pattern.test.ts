import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchPath, mostExact } from './path-pattern.ts';

test('a pattern without places matches its own path, with or without a closing slash', () => {
  expect(matchPath('/services', '/services')).toEqual({});
  expect(matchPath('/services', '/services/')).toEqual({});
  expect(matchPath('/', '/')).toEqual({});
});

test('a place takes one decoded part and never spans a slash', () => {
  expect(matchPath('/services/:code', '/services/SRV-001')).toEqual({ code: 'SRV-001' });
  expect(matchPath('/services/:code', '/services/%D8%B1')).toEqual({ code: 'ر' });
  expect(matchPath('/services/:code', '/services')).toBeNull();
  expect(matchPath('/services/:code', '/services/a/b')).toBeNull();
});

test('an open end takes what is left of the path', () => {
  expect(matchPath('/docs/*', '/docs')).toEqual({});
  expect(matchPath('/docs/*', '/docs/a/b')).toEqual({});
  expect(matchPath('/docs/*', '/other/a')).toBeNull();
});

test('of several pages that match a path only the most exact is the page', () => {
  const pages = [{ at: '/x/*' }, { at: '/x/:id' }, { at: '/x/new' }];
  expect(mostExact(pages, '/x/new')).toBe(pages[2]);
  expect(mostExact(pages, '/x/7')).toBe(pages[1]);
  expect(mostExact(pages, '/x/7/more')).toBe(pages[0]);
  expect(mostExact(pages, '/y')).toBeUndefined();
});

test('a broken percent escape matches nothing instead of throwing', () => {
  expect(matchPath('/services/:code', '/services/%E0%A4%A')).toBeNull();
});

test('any value put into a path comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((value) => value.isWellFormed() && value !== '.' && value !== '..'),
      (value) => {
        expect(matchPath('/x/:value', `/x/${encodeURIComponent(value)}`)).toEqual({ value });
      },
    ),
  );
});
