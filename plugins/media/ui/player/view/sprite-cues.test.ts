import { expect, test } from 'vitest';
import { readSprites } from './sprite-cues.ts';

test('a track of small pictures is read with its spans and rectangles; anything else in it is passed over', () => {
  const track =
    'WEBVTT\n\n00:00:00.000 --> 00:00:05.000\n1/sprites.jpg?g=abc#xywh=0,0,160,90\n\nNOTE nothing\n\n01:02:03.500 --> 01:02:05.000\n1/sprites.jpg?g=abc#xywh=160,90,160,90\n';
  expect(readSprites(track)).toEqual([
    { from: 0, to: 5, sheet: '1/sprites.jpg?g=abc', x: 0, y: 0, width: 160, height: 90 },
    { from: 3_723.5, to: 3_725, sheet: '1/sprites.jpg?g=abc', x: 160, y: 90, width: 160, height: 90 },
  ]);
  expect(readSprites('<html>')).toEqual([]);
});
