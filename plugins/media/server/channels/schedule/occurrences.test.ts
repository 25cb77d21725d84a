import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstOverlap, grace, occurrencesOf, type Timed } from './occurrences.ts';
import { dayMs, momentOf, timeOf, weekdayOf } from './riyadh-time.ts';

const at = (day: string, time: string) => momentOf(day, time);
const entry = (id: string, more: Partial<Timed>): Timed => {
  const firstAt = more.firstAt ?? at('2026-11-29', '18:00');
  return { id, firstAt, repeat: 'once', weekdays: [], lastAt: firstAt, seconds: 600, ...more };
};

test('a repeated entry begins at its hour in Riyadh on its days, up to its last one', () => {
  const weekly = entry('news', { repeat: 'weekly', weekdays: [0, 4], firstAt: at('2026-11-27', '00:30'), lastAt: at('2026-12-10', '00:30') });
  const found = occurrencesOf([weekly], at('2026-11-01', '00:00'), at('2027-01-01', '00:00'));
  expect(found.map(({ beginsAt }) => new Date(beginsAt).toISOString())).toEqual([
    '2026-11-28T21:30:00.000Z',
    '2026-12-02T21:30:00.000Z',
    '2026-12-05T21:30:00.000Z',
    '2026-12-09T21:30:00.000Z',
  ]);
  expect(found.every(({ beginsAt }) => [0, 4].includes(weekdayOf(beginsAt)) && timeOf(beginsAt) === '00:30')).toBe(true);
});

test('what began before a stretch of time and still runs in it is found', () => {
  const night = entry('night', { repeat: 'daily', firstAt: at('2026-11-27', '23:30'), lastAt: at('2026-11-30', '23:30'), seconds: 7_200 });
  const found = occurrencesOf([night], at('2026-11-29', '00:00'), at('2026-11-30', '00:00'));
  expect(found.map(({ beginsAt }) => beginsAt)).toEqual([at('2026-11-28', '23:30'), at('2026-11-29', '23:30')]);
});

test('an overlap is found on whichever day it is, and a moment too long is let through', () => {
  const daily = entry('daily', { repeat: 'daily', lastAt: at('2026-12-20', '18:00') });
  const meeting = firstOverlap(entry('new', { firstAt: at('2026-12-08', '17:55') }), [daily]);
  expect(meeting).toMatchObject({ mine: { beginsAt: at('2026-12-08', '17:55') }, other: { beginsAt: at('2026-12-08', '18:00'), entry: { id: 'daily' } } });
  expect(firstOverlap(entry('new', { firstAt: at('2026-12-08', '18:09') }), [daily])).toBeNull();
  expect(firstOverlap(entry('new', { firstAt: at('2026-12-08', '18:08:59') }), [daily])).not.toBeNull();
  expect(firstOverlap(entry('short', { firstAt: at('2026-12-08', '18:09:30'), seconds: 10 }), [daily])).not.toBeNull();
});

test('whether two entries overlap is the same for both, and is what comparing every pair says', () => {
  const timed = fc
    .record({
      start: fc.integer({ min: 0, max: 14 * 24 * 60 }),
      days: fc.integer({ min: 0, max: 10 }),
      repeat: fc.constantFrom('once' as const, 'daily' as const, 'weekly' as const),
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
      seconds: fc.integer({ min: 1, max: 90_000 }),
    })
    .map(({ start, days, repeat, weekdays, seconds }) => {
      const firstAt = at('2026-11-27', '00:00') + start * 60_000;
      return { firstAt, repeat, weekdays, seconds, lastAt: repeat === 'once' ? firstAt : firstAt + days * dayMs };
    });
  fc.assert(
    fc.property(timed, timed, (a, b) => {
      const [one, other] = [entry('a', a), entry('b', b)];
      const all = (of: Timed) => occurrencesOf([of], of.firstAt, of.lastAt + 1);
      const allowed = Math.min(grace(one.seconds), grace(other.seconds));
      const meets = all(one).some((x) => all(other).some((y) => laterBegins(x, y) < endOfFirst(x, y) - allowed));
      expect(firstOverlap(one, [other]) !== null).toBe(meets);
      expect(firstOverlap(other, [one]) !== null).toBe(meets);
    }),
    { numRuns: 500 },
  );
});

type Span = { readonly beginsAt: number; readonly endsAt: number };
const laterBegins = (x: Span, y: Span) => Math.max(x.beginsAt, y.beginsAt);
const endOfFirst = (x: Span, y: Span) => (x.beginsAt <= y.beginsAt ? x.endsAt : y.endsAt);
