import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs } from '../schedule/riyadh-time.ts';
import { lengthOf, variantsOf, type Part, type Source } from './source.ts';
import { extendTimeline, longestUnheard, type Plan, type Planned, type Stretch } from './timeline.ts';

const second = 1_000_000;
const day = (Date.parse('2026-11-27T00:00:00+03:00') + dayMs) * 1_000;

const borders = (seconds: readonly number[]) => seconds.reduce((marks, one) => [...marks, marks.at(-1)! + Math.round(one * second)], [0]);
function part(number: number, seconds: readonly number[]): Part {
  const marks = borders(seconds);
  const starts = marks.slice(0, -1);
  // Sound alone is cut a few samples beside the picture.
  return { number, marks, starts: { h: starts, l: starts, a: starts.map((start, index) => start + (index % 3) * 7_000) } };
}
const source = (programme: string, ...parts: readonly (readonly number[])[]): Source => ({
  programme,
  edition: 1,
  parts: parts.map((seconds, number) => part(number, seconds)),
});
const planned = (entry: string, plannedAt: number, ...sources: Source[]): Planned => ({ entry, playlist: null, plannedAt, sources });
const plan = (more: Partial<Plan>): Plan => ({ kind: 'video', planned: [], filler: null, current: null, ...more });

/** Asks again and again, as replicas and listeners do: each time with the programme that was logged last. */
function asked(one: Plan, instants: readonly number[], first: Stretch | null = null): Stretch[] {
  const all = [...one.planned.flatMap(({ sources }) => sources), ...(one.filler?.sources ?? [])];
  const rows: Stretch[] = [];
  for (const now of instants) {
    const last = rows.at(-1) ?? first;
    const current = all.find(({ programme, edition }) => programme === last?.programme && edition === last.edition) ?? null;
    rows.push(...extendTimeline({ ...one, current }, last, now, now + 30 * second));
  }
  return rows;
}

/** Every segment of the leading variant: what, and when. */
function segmentsOf(rows: readonly Stretch[], one: Plan): string[] {
  const all = [...one.planned.flatMap(({ sources }) => sources), ...(one.filler?.sources ?? [])];
  return rows.flatMap((row) => {
    const { marks } = all.find(({ programme }) => programme === row.programme)!.parts.find(({ number }) => number === row.part)!;
    return marks
      .filter((mark) => mark >= row.from && mark < row.to)
      .map((mark) => `${row.programme} ${row.part} ${mark} at ${row.beginsAt + mark - row.from} in ${row.discontinuity}`);
  });
}

const seconds = fc.array(
  fc.integer({ min: 200, max: 6_000 }).map((ms) => ms / 1_000),
  { minLength: 1, maxLength: 12 },
);
const anySource = fc.array(seconds, { minLength: 1, maxLength: 3 });
const anyPlan = fc
  .record({
    kind: fc.constantFrom('video' as const, 'audio' as const),
    filler: fc.array(anySource, { minLength: 1, maxLength: 4 }),
    entries: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 240 }), sources: fc.array(anySource, { minLength: 1, maxLength: 3 }) }), { maxLength: 6 }),
  })
  .map(({ kind, filler, entries }) => {
    let at = day;
    const list = entries.map(({ gap, sources }, index) => {
      at += gap * second;
      const one = planned(`e${index}`, at, ...sources.map((parts, nth) => source(`e${index}-${nth}`, ...parts)));
      at += one.sources.reduce((sum, each) => sum + lengthOf(each), 0);
      return one;
    });
    const loop = { playlist: 'filler', sources: filler.map((parts, index) => source(`f${index}`, ...parts)) };
    return plan({ kind, planned: list, filler: loop });
  });
const anySteps = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 });

test('a channel has no hole and no overlap, and its numbers only grow, whatever is planned and whenever it is asked', () => {
  fc.assert(
    fc.property(anyPlan, fc.integer({ min: -60, max: 300 }), anySteps, (one, start, steps) => {
      let now = day + start * second;
      const rows = asked(one, [now, ...steps.map((step) => (now += step * second))]);
      expect(rows[0]!.beginsAt).toBeLessThanOrEqual(day + start * second);
      expect(rows.at(-1)!.endsAt).toBeGreaterThanOrEqual(now + 30 * second);
      for (const [index, row] of rows.entries()) {
        const before = rows[index - 1];
        expect(row.endsAt - row.beginsAt).toBe(row.to - row.from);
        if (!before) continue;
        expect(row.beginsAt).toBe(before.endsAt);
        expect([0, 1]).toContain(row.discontinuity - before.discontinuity);
        for (const variant of variantsOf(one.kind)) {
          const [first, count] = before.segments[variant]!;
          expect(row.segments[variant]![0]).toBe(first + count);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('the same segments come at the same moments however often and by whomever it is asked', () => {
  fc.assert(
    fc.property(anyPlan, fc.integer({ min: -60, max: 300 }), anySteps, (one, start, steps) => {
      const begin = day + start * second;
      let now = begin;
      const instants = steps.map((step) => (now += step * second));
      const [often, once] = [asked(one, [begin, ...instants]), asked(one, [begin, now])];
      // Who asks once may have found the hole too long: it is joined anew, as the schedule stands.
      if (now - begin > longestUnheard) return;
      expect(segmentsOf(often, one)).toEqual(segmentsOf(once, one));
    }),
    { numRuns: 200 },
  );
});

test('an entry begins at the first border after its time, plays to its end, and the filler goes on behind it', () => {
  const one = plan({
    planned: [planned('news', day + 10 * second, source('news', [4, 4, 2]))],
    filler: { playlist: 'loop', sources: [source('song', [4, 4, 4, 4])] },
  });
  const rows = asked(one, [day, day + 20 * second]);
  const news = rows.filter(({ programme }) => programme === 'news');
  expect(news[0]!.beginsAt - day).toBeGreaterThanOrEqual(10 * second);
  expect(news[0]!.beginsAt - day).toBeLessThan(14 * second);
  expect(news.at(-1)!.endsAt - news[0]!.beginsAt).toBe(10 * second);
  expect(news.map(({ last }) => last).filter(Boolean)).toHaveLength(1);
  expect(rows[rows.indexOf(news.at(-1)!) + 1]).toMatchObject({ programme: 'song', entry: null, from: 0 });
});

test('one that grew after it was planned is cut off by the next; one that lasts a moment longer makes it wait', () => {
  const long = source(
    'long',
    Array.from({ length: 30 }, () => 4),
  );
  const next = (at: number) => planned('next', day + at * second, source('next', [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]));
  const begins = (at: number) => {
    const rows = asked(plan({ planned: [planned('long', day, long), next(at)] }), [day, day + 60 * second, day + 120 * second]);
    return (rows.find(({ programme }) => programme === 'next')!.beginsAt - day) / second;
  };
  expect(begins(60)).toBe(60);
  expect(begins(114)).toBe(120);
});

test('what was logged stays: a changed plan begins behind it, and what may not be sent any more is left at once', () => {
  const song = source('song', [4, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
  const other = source('other', [4, 4, 4, 4, 4]);
  const before = asked(plan({ filler: { playlist: 'loop', sources: [song] } }), [day]);
  const last = before.at(-1)!;
  const filler = { playlist: 'loop', sources: [other] };
  const kept = extendTimeline(plan({ filler, current: song }), last, day + 10 * second, day + 90 * second);
  expect(kept[0]).toMatchObject({ programme: 'song', from: last.to, beginsAt: last.endsAt, discontinuity: last.discontinuity });
  expect(kept[1]!.programme).toBe('other');
  const gone = extendTimeline(plan({ filler, current: null }), last, day + 10 * second, day + 90 * second);
  expect(gone[0]).toMatchObject({ programme: 'other', from: 0, beginsAt: last.endsAt, discontinuity: last.discontinuity + 1 });
});

test('whoever comes when nobody listened for long hears what the schedule says of that moment', () => {
  const talk = source(
    'talk',
    Array.from({ length: 900 }, () => 4),
  );
  const one = plan({ planned: [planned('talk', day, talk)], filler: { playlist: 'loop', sources: [source('song', [4, 4])] } });
  const early = asked(one, [day - 100 * second]);
  const rows = asked(one, [day + 2_403 * second], early.at(-1)!);
  expect(rows[0]).toMatchObject({ programme: 'talk', from: 2_400 * second, beginsAt: day + 2_400 * second, programmeAt: day });
  expect(rows[0]!.segments.h![0]).toBe(early.at(-1)!.segments.h![0] + early.at(-1)!.segments.h![1]);
  expect(rows[0]!.discontinuity).toBe(early.at(-1)!.discontinuity + 1);
});

test('a channel without filler is silent between its entries', () => {
  const one = plan({ planned: [planned('news', day + 100 * second, source('news', [4, 4]))] });
  expect(asked(one, [day])).toEqual([]);
  expect(asked(one, [day, day + 80 * second]).map(({ programme, beginsAt }) => [programme, beginsAt])).toEqual([['news', day + 100 * second]]);
  expect(asked(one, [day + 300 * second])).toEqual([]);
});
