import type { Area, Point } from './graph.ts';

const letter = 6;
const lineHeight = 14;

/** Room for a name that is broken into lines of at most this width. */
function room(name: string, width: number): { width: number; height: number } {
  const wanted = name.length * letter;
  return { width: Math.min(wanted, width), height: Math.ceil(wanted / width) * lineHeight };
}

/** Where the name of an event or a gateway stands, outside of it; tasks, lanes and pools carry theirs inside. */
export function boxLabel(type: string, name: string | undefined, area: Area): Area | undefined {
  if (name === undefined) return undefined;
  const middle = area.x + area.width / 2;
  if (type === 'bpmn:BoundaryEvent') return { x: middle + 20, y: area.y + area.height / 2 + 4, ...room(name, 90) };
  if (type.endsWith('Event')) {
    const { width, height } = room(name, 130);
    return { x: middle - width / 2, y: area.y + area.height + 3, width, height };
  }
  if (!type.endsWith('Gateway')) return undefined;
  const { width, height } = room(name, 150);
  return { x: middle - width / 2, y: area.y - height - 2, width, height };
}

/** Where the name of a flow stands: above the stretch that is its own, which is the one in the corridor or else the last. Flows of a gateway share the first. */
export function lineLabel(name: string | undefined, points: readonly Point[]): Area | undefined {
  if (name === undefined) return undefined;
  const { width, height } = room(name, 72);
  const level = points.slice(1).flatMap((to, at) => {
    const from = points[at];
    return from && from.y === to.y ? [{ from, to }] : [];
  });
  const own = level.length > 2 ? level[1] : level.at(-1);
  if (!own) return undefined;
  const y = own.from.y - height - 1;
  if (level.length > 2) return { x: own.to.x > own.from.x ? own.from.x + 6 : own.from.x - width - 6, y, width, height };
  // A straight one has its name near where it comes from, where no other flow comes in.
  return { x: level.length === 1 ? own.from.x + 6 : own.to.x - width - 10, y, width, height };
}
