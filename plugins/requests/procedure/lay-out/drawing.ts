import { placeInCells } from './cells.ts';
import type { Area, Box, Graph, Point } from './graph.ts';
import { findRoutes, type Route } from './routes.ts';
import { assignTracks } from './tracks.ts';

export interface Drawing {
  readonly boxes: ReadonlyMap<string, Area>;
  readonly lanes: ReadonlyMap<string, Area>;
  readonly lines: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

const columnWidth = 140;
const rowHeight = 124;
const track = 14;
const margin = 24;
/** Between the last track of a gap and the next box: room for the name of a flow. */
const stub = 76;
/** Where the names of pool and lanes stand. */
const heads = 60;

/** Lane rows and columns by the longest path; lines at right angles in tracks of their own. */
export function draw(graph: Graph): Drawing {
  const cells = placeInCells(graph);
  const routes = findRoutes(graph, cells);
  const gaps = Array.from({ length: cells.columns + 1 }, (_, at) => assignTracks(routes.inGap.get(at) ?? []));
  const rows = cells.rows.reduce((sum, count) => sum + count, 0);
  const corridors = Array.from({ length: rows + 1 }, (_, at) => assignTracks(routes.inCorridor.get(at) ?? []));
  const sizes = (tracks: readonly { count: number }[], each: number) => {
    const starts = [0];
    for (const { count } of tracks) starts.push((starts.at(-1) ?? 0) + margin + stub + count * track + each);
    return starts;
  };
  const gapStarts = sizes(gaps, columnWidth).map((x) => x + heads);
  const corridorStarts = corridors.reduce<number[]>((starts, { count }) => [...starts, (starts.at(-1) ?? 0) + margin / 2 + count * track + rowHeight], [0]);
  const corridorSize = (at: number) => margin / 2 + (corridors[at]?.count ?? 0) * track;
  const gapX = (gap: number, line: string) => (gapStarts[gap] ?? 0) + margin + (gaps[gap]?.of.get(line) ?? 0) * track;
  const corridorY = (corridor: number, line: string) => (corridorStarts[corridor] ?? 0) + margin / 2 + (corridors[corridor]?.of.get(line) ?? 0) * track;

  const boxes = new Map<string, Area>();
  for (const box of graph.boxes) {
    const cell = cells.of.get(box.id);
    if (!cell) continue;
    const middle = { x: (gapStarts[cell.column + 1] ?? 0) - columnWidth / 2, y: (corridorStarts[cell.row] ?? 0) + corridorSize(cell.row) + rowHeight / 2 };
    boxes.set(box.id, { x: middle.x - box.width / 2, y: middle.y - box.height / 2, width: box.width, height: box.height });
  }
  placeAtBorders(graph.boxes, boxes);

  const lines = new Map<string, readonly Point[]>();
  for (const { id, from, to } of graph.lines) {
    const [route, source, target] = [routes.of.get(id), boxes.get(from), boxes.get(to)];
    if (route && source && target) lines.set(id, points(id, route, source, target, gapX, corridorY));
  }
  const width = gapStarts.at(-1) ?? 0;
  const height = (corridorStarts[rows] ?? 0) + corridorSize(rows) + margin;
  return { boxes, lanes: laneAreas(graph.lanes, cells.rows, corridorStarts, width, height), lines, width, height };
}

/** Events stand along the lower border of their step, from the right. */
function placeAtBorders(all: readonly Box[], boxes: Map<string, Area>): void {
  const count = new Map<string, number>();
  for (const { id, host, width, height } of all) {
    const area = host === undefined ? undefined : boxes.get(host);
    if (host === undefined || !area) continue;
    const before = count.get(host) ?? 0;
    count.set(host, before + 1);
    boxes.set(id, { x: area.x + area.width - 26 - width / 2 - before * (width + 10), y: area.y + area.height - height / 2, width, height });
  }
}

type Along = (at: number, line: string) => number;

function points(id: string, route: Route, source: Area, target: Area, gapX: Along, corridorY: Along): readonly Point[] {
  const start = { x: source.x + source.width, y: source.y + source.height / 2 };
  const end = { x: target.x, y: target.y + target.height / 2 };
  if (route.kind === 'straight') return [start, end];
  if (route.kind === 'gap') {
    const x = gapX(route.gap, id);
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  }
  const y = corridorY(route.corridor, id);
  const into = gapX(route.in, `${id} in`);
  const last = [{ x: into, y }, { x: into, y: end.y }, end];
  if (route.kind === 'corridor') {
    const out = gapX(route.out, `${id} out`);
    return [start, { x: out, y: start.y }, { x: out, y }, ...last];
  }
  const x = source.x + source.width / 2;
  return [{ x, y: source.y + source.height }, { x, y }, ...last];
}

function laneAreas(lanes: readonly string[], rows: readonly number[], starts: readonly number[], width: number, height: number): ReadonlyMap<string, Area> {
  let row = 0;
  return new Map(
    lanes.map((lane, at) => {
      const y = starts[row] ?? 0;
      row += rows[at] ?? 1;
      const bottom = at === lanes.length - 1 ? height : (starts[row] ?? height);
      return [lane, { x: heads / 2, y, width: width - heads / 2, height: bottom - y }] as const;
    }),
  );
}
