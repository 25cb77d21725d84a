import type { Box, Graph } from './graph.ts';

export interface Cell {
  readonly column: number;
  /** Counted through all lanes. */
  readonly row: number;
}
export interface Cells {
  readonly of: ReadonlyMap<string, Cell>;
  readonly columns: number;
  /** How many rows each lane has, in the order of the lanes. */
  readonly rows: readonly number[];
}

/** Which boxes come right after a box; what leaves an event at the border leaves its host. */
function successors({ boxes, lines }: Graph): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map(boxes.map(({ id, host }) => [id, host ?? id]));
  const next = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  const aside = new Set(boxes.filter(({ below }) => below !== undefined).map(({ id }) => id));
  for (const { from, to } of lines) if (!aside.has(to)) next.get(hosts.get(from) ?? from)?.push(to);
  return next;
}

/** Lines that lead back to where a path has been are left out, so that columns only grow; the rest in an order in which all lines lead forward. */
function forward(boxes: readonly Box[], next: ReadonlyMap<string, readonly string[]>): { order: string[]; back: ReadonlySet<string> } {
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  const order: string[] = [];
  const visit = (id: string) => {
    state.set(id, 'open');
    for (const to of next.get(id) ?? []) {
      if (state.get(to) === 'open') back.add(`${id} ${to}`);
      else if (!state.has(to)) visit(to);
    }
    state.set(id, 'done');
    order.unshift(id);
  };
  for (const { id } of boxes) if (!state.has(id)) visit(id);
  return { order, back };
}

/** A cell for each box: the column by the longest path to it, the row by its lane, beside the box before it where that is free. */
export function placeInCells(graph: Graph): Cells {
  const boxes = graph.boxes.filter(({ host, below }) => host === undefined && below === undefined);
  const next = successors(graph);
  const { order, back } = forward(boxes, next);
  const columns = new Map<string, number>();
  for (const id of order) {
    const column = columns.get(id) ?? 0;
    columns.set(id, column);
    for (const to of next.get(id) ?? []) if (!back.has(`${id} ${to}`)) columns.set(to, Math.max(columns.get(to) ?? 0, column + 1));
  }
  for (const { id, below } of graph.boxes) if (below !== undefined) columns.set(id, columns.get(below) ?? 0);

  const lanes = new Map(graph.boxes.map(({ id, lane }) => [id, lane]));
  const taken = new Map<string, Set<number>>();
  const rowInLane = new Map<string, number>();
  const place = (id: string, wanted: number, least = 0) => {
    const key = `${lanes.get(id)} ${columns.get(id)}`;
    const used = taken.get(key) ?? new Set();
    let row = used.has(wanted) ? least : wanted;
    while (used.has(row)) row++;
    taken.set(key, used.add(row));
    rowInLane.set(id, row);
  };
  const before = new Map<string, string>();
  for (const id of order) {
    const previous = before.get(id);
    place(id, previous !== undefined && lanes.get(previous) === lanes.get(id) ? (rowInLane.get(previous) ?? 0) : 0);
    for (const to of next.get(id) ?? []) if (!before.has(to)) before.set(to, id);
  }
  for (const { id, below } of graph.boxes) if (below !== undefined) place(id, (rowInLane.get(below) ?? 0) + 1, (rowInLane.get(below) ?? 0) + 1);

  const rows = graph.lanes.map((lane) => Math.max(1, ...[...rowInLane].filter(([id]) => lanes.get(id) === lane).map(([, row]) => row + 1)));
  const firstRow = new Map(graph.lanes.map((lane, at) => [lane, rows.slice(0, at).reduce((sum, count) => sum + count, 0)]));
  const of = new Map([...rowInLane].map(([id, row]) => [id, { column: columns.get(id) ?? 0, row: (firstRow.get(lanes.get(id) ?? '') ?? 0) + row }]));
  return { of, columns: Math.max(0, ...columns.values()) + 1, rows };
}
