import type { Cell, Cells } from './cells.ts';
import type { Graph, Line } from './graph.ts';
import type { Stretch } from './tracks.ts';

/**
 * How a line runs: along gaps between columns and corridors between rows, never through a box. Gap `g` lies left of column `g`, corridor `c` above row `c`.
 * - straight: nothing but the free cells of its row
 * - one gap: between neighbours
 * - corridor: out to a gap, along a corridor, in by another gap
 * - drop: from an event at the lower border down to a corridor, in by a gap
 */
export type Route =
  | { readonly kind: 'straight' }
  | { readonly kind: 'gap'; readonly gap: number }
  | { readonly kind: 'corridor'; readonly out: number; readonly corridor: number; readonly in: number }
  | { readonly kind: 'drop'; readonly corridor: number; readonly in: number };

/** Rows and corridors on one scale: corridor 0, row 0, corridor 1, row 1 and so on. */
const rowAt = (row: number) => 2 * row + 1;
const corridorAt = (corridor: number) => 2 * corridor;

function route(line: Line, from: Cell, to: Cell, drops: boolean, occupied: ReadonlySet<string>): Route {
  if (drops) return { kind: 'drop', corridor: from.row + 1, in: to.column };
  const between = Array.from({ length: Math.max(0, to.column - from.column - 1) }, (_, at) => `${from.column + 1 + at} ${from.row}`);
  if (from.row === to.row && to.column > from.column && !between.some((cell) => occupied.has(cell))) return { kind: 'straight' };
  if (to.column === from.column + 1) return { kind: 'gap', gap: to.column };
  const back = to.column <= from.column;
  const corridor = to.row > from.row ? to.row : to.row < from.row ? to.row + 1 : back ? to.row : to.row + 1;
  return { kind: 'corridor', out: from.column + 1, corridor, in: to.column };
}

export interface Routes {
  readonly of: ReadonlyMap<string, Route>;
  readonly inGap: ReadonlyMap<number, readonly Stretch[]>;
  readonly inCorridor: ReadonlyMap<number, readonly Stretch[]>;
}

/** The way of each line, and what runs in each gap and corridor. A line that comes in and out by one gap has two stretches there. */
export function findRoutes(graph: Graph, cells: Cells): Routes {
  const hosts = new Map(graph.boxes.map(({ id, host }) => [id, host]));
  const occupied = new Set([...cells.of.values()].map(({ column, row }) => `${column} ${row}`));
  const of = new Map<string, Route>();
  const inGap = new Map<number, Stretch[]>();
  const inCorridor = new Map<number, Stretch[]>();
  const add = (map: Map<number, Stretch[]>, at: number, stretch: Stretch) => map.set(at, [...(map.get(at) ?? []), stretch]);
  for (const line of graph.lines) {
    const host = hosts.get(line.from);
    const from = cells.of.get(host ?? line.from);
    const to = cells.of.get(line.to);
    if (!from || !to) continue;
    const way = route(line, from, to, host !== undefined, occupied);
    of.set(line.id, way);
    if (way.kind === 'gap') add(inGap, way.gap, { line: line.id, from: rowAt(from.row), to: rowAt(to.row) });
    if (way.kind !== 'corridor' && way.kind !== 'drop') continue;
    add(inGap, way.in, { line: `${line.id} in`, from: corridorAt(way.corridor), to: rowAt(to.row) });
    if (way.kind === 'corridor') add(inGap, way.out, { line: `${line.id} out`, from: rowAt(from.row), to: corridorAt(way.corridor) });
    add(inCorridor, way.corridor, { line: line.id, from: way.kind === 'corridor' ? way.out : from.column + 0.5, to: way.in });
  }
  return { of, inGap, inCorridor };
}
