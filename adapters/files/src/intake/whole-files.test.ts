import { expect, test } from 'vitest';
import { WholeFiles } from './whole-files.ts';

const file = (path: string, bytes = 1, modifiedAt = 0) => ({ path, bytes, modifiedAt, kind: 'a' });
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

test('stable: a file is whole once its size and time stayed the same over two looks, long enough apart by our own clock', () => {
  let now = 0;
  const whole = new WholeFiles({ by: 'stable', seconds: 5 }, () => now);
  const look = (...files: ReturnType<typeof file>[]) => paths(whole.of(files, new Set()));
  expect(look(file('a'), file('b'))).toEqual([]);
  now = 4_999;
  expect(look(file('a'), file('b', 2))).toEqual([]);
  now = 5_000;
  expect(look(file('a'), file('b', 2))).toEqual(['a']);
  now = 9_999;
  expect(look(file('b', 2, 7))).toEqual([]);
  now = 20_000;
  expect(look(file('b', 2, 7), file('c'))).toEqual(['b']);
});

test('stable: one look is never enough, also with no time between', () => {
  let now = 0;
  const whole = new WholeFiles({ by: 'stable', seconds: 0 }, () => now);
  expect(whole.of([file('a')], new Set())).toEqual([]);
  expect(whole.of([file('a')], new Set())).toEqual([]);
  now = 1;
  expect(paths(whole.of([file('a')], new Set()))).toEqual(['a']);
});

test('marker: a file is whole once the file of the same name with the suffix lies beside it', () => {
  const whole = new WholeFiles({ by: 'marker', suffix: '.done' });
  expect(paths(whole.of([file('a.csv'), file('b.csv')], new Set(['a.csv', 'b.csv', 'b.csv.done'])))).toEqual(['b.csv']);
});

test('stable: time is our own clock’s, unless another is given', () => {
  const whole = new WholeFiles({ by: 'stable', seconds: 3_600 });
  for (const _look of [1, 2]) expect(whole.of([file('a')], new Set())).toEqual([]);
});

test('rename: a file is whole at once', () => {
  expect(paths(new WholeFiles({ by: 'rename' }).of([file('a')], new Set()))).toEqual(['a']);
});
