import { describe, expect, test } from 'vitest';
import { spanOf, urgencyOf, usedOf } from './urgency.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

describe('a deadline', () => {
  test('is late once it has passed, near with less than a day left, else calm', () => {
    expect([at(-1), at(0), at(23), at(24), at(80)].map((due) => urgencyOf(due, now))).toEqual(['late', 'soon', 'soon', 'calm', 'calm']);
  });

  test('is told in days from two on, in hours from one on, else in minutes, both ways', () => {
    expect([at(49), at(47), at(1), at(0.5), at(-0.5), at(-30), at(-72)].map((due) => spanOf(due, now))).toEqual([
      { unit: 'Days', count: 2 },
      { unit: 'Hours', count: 47 },
      { unit: 'Hours', count: 1 },
      { unit: 'Minutes', count: 30 },
      { unit: 'Minutes', count: 30 },
      { unit: 'Hours', count: 30 },
      { unit: 'Days', count: 3 },
    ]);
  });

  test('fills its bar as its time passes, and no further', () => {
    expect([usedOf(at(-1), at(3), now), usedOf(at(-9), at(-1), now), usedOf(at(1), at(2), now), usedOf(at(1), at(1), now)]).toEqual([25, 100, 0, 100]);
  });
});
