import { expect, test } from 'vitest';
import { movedBeside, movedBy } from './moved.ts';

const all = ['a', 'b', 'c', 'd'];

test('what is dragged stands before or after what it was dropped beside', () => {
  expect(movedBeside(all, new Set(['d']), 'b', 'before')).toEqual(['a', 'd', 'b', 'c']);
  expect(movedBeside(all, new Set(['a']), 'c', 'after')).toEqual(['b', 'c', 'a', 'd']);
  expect(movedBeside(all, new Set(['b']), 'b', 'after')).toEqual(all);
  expect(movedBeside(all, new Set(['d', 'a']), 'c', 'before')).toEqual(['b', 'a', 'd', 'c']);
});

test('a step up or down changes places with the neighbour, and nothing happens at the ends', () => {
  expect(movedBy(all, 'c', -1)).toEqual(['a', 'c', 'b', 'd']);
  expect(movedBy(all, 'c', 1)).toEqual(['a', 'b', 'd', 'c']);
  expect(movedBy(all, 'a', -1)).toEqual(all);
  expect(movedBy(all, 'd', 1)).toEqual(all);
});
