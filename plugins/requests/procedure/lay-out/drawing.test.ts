import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from './drawing.ts';
import type { Area, Box, Graph, Point } from './graph.ts';

const lanes = ['first', 'second', 'third'];
const graph: fc.Arbitrary<Graph> = fc.integer({ min: 2, max: 14 }).chain((count) =>
  fc
    .record({
      lanes: fc.array(fc.nat({ max: 2 }), { minLength: count, maxLength: count }),
      sizes: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      timers: fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: 3 }),
      lines: fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: 2 * count }),
    })
    .map((made): Graph => {
      const boxes = made.lanes.map((lane, at): Box => {
        const size = made.sizes[at] ? { width: 130, height: 80 } : { width: 36, height: 36 };
        return { id: `n${at}`, lane: lanes[lane] ?? '', ...size };
      });
      const timers = made.timers.map((host): Box => ({ id: `t${host}`, lane: boxes[host]?.lane ?? '', host: `n${host}`, width: 36, height: 36 }));
      const line = Array.from({ length: count - 1 }, (_, at) => ({ id: `l${at}`, from: `n${at}`, to: `n${at + 1}` }));
      const more = made.lines.map(([from, to], at) => ({ id: `m${at}`, from: `n${from}`, to: `n${to}` }));
      const drops = made.timers.map((host) => ({ id: `d${host}`, from: `t${host}`, to: 'n0' }));
      return { lanes, boxes: [...boxes, ...timers], lines: [...line, ...more, ...drops] };
    }),
);

const inside = (point: Point, area: Area) => point.x > area.x && point.x < area.x + area.width && point.y > area.y && point.y < area.y + area.height;
const covers = (one: Area, other: Area) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
const between = (from: Point, to: Point): Area => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.abs(from.x - to.x),
  height: Math.abs(from.y - to.y),
});

test('in a drawing no step covers another, each stands in its lane, and lines run at right angles around all steps but their own', () => {
  fc.assert(
    fc.property(graph, (drawn) => {
      const drawing = draw(drawn);
      const steps = drawn.boxes.filter(({ host }) => host === undefined);
      const area = (id: string): Area => drawing.boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const [at, { id, lane }] of steps.entries()) {
        for (const other of steps.slice(at + 1)) expect(covers(area(id), area(other.id)), `${id} ${other.id}`).toBe(false);
        const around = drawing.lanes.get(lane);
        expect(around && inside(area(id), around), `${id} in ${lane}`).toBe(true);
      }
      for (const { id, from, to } of drawn.lines) {
        const points = drawing.lines.get(id) ?? [];
        expect(points.length).toBeGreaterThan(1);
        for (const [at, point] of points.slice(1).entries()) {
          const before = points[at] ?? point;
          expect(before.x === point.x || before.y === point.y, id).toBe(true);
          const crossed = steps.filter((step) => step.id !== from && step.id !== to && covers(between(before, point), area(step.id)));
          expect(
            crossed.map((step) => step.id),
            id,
          ).toEqual([]);
        }
      }
    }),
    { numRuns: 200 },
  );
});
