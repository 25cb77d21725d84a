import { expect, test } from 'vitest';
import { PictureWatch } from './picture-watch.ts';

const told = (watch: PictureWatch, times: number, frames: number, sounds = 47) => {
  let weak = false;
  for (let time = 0; time < times; time++) weak = watch.add({ seconds: 1, frames, sounds });
  return weak;
};

test('pictures that stay away while the sound goes on are weak after seconds, and well again only after a while of good ones, of which one may be bad', () => {
  const watch = new PictureWatch();
  expect(told(watch, 20, 25)).toBe(false);
  expect(told(watch, 3, 0)).toBe(false);
  expect(told(watch, 4, 0)).toBe(true);
  expect(told(watch, 30, 2)).toBe(true);
  expect(told(watch, 4, 25)).toBe(true);
  expect(told(watch, 1, 5)).toBe(true);
  expect(told(watch, 3, 25)).toBe(false);
  expect(told(watch, 20, 25)).toBe(false);
});

test('fewer pictures than half of the usual are weak, a little fewer are not', () => {
  const watch = new PictureWatch();
  told(watch, 20, 30);
  expect(told(watch, 30, 20)).toBe(false);
  expect(told(watch, 30, 6)).toBe(true);
});

test('a line that stops altogether and brings everything later is not weak', () => {
  const watch = new PictureWatch();
  told(watch, 20, 25);
  expect(told(watch, 6, 0, 0)).toBe(false);
  expect(told(watch, 1, 175, 330)).toBe(false);
  expect(told(watch, 20, 25)).toBe(false);
});

test('one that never sent more pictures, or was told to go on with what comes, is not weak', () => {
  const watch = new PictureWatch();
  expect(told(watch, 60, 0)).toBe(false);
  const decided = new PictureWatch();
  told(decided, 20, 25);
  expect(told(decided, 20, 0)).toBe(true);
  decided.restart();
  expect(told(decided, 60, 0)).toBe(false);
});
