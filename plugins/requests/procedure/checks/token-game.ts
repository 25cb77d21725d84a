import { isActivity, type Flow, type Gateway, type Node, type Procedure } from '../definition.ts';

/** Where tokens are in one scope: on flows, each as often as its id is in the list. */
type Marking = readonly string[];

export interface Played {
  /** Joins at which tokens can wait for ever. */
  readonly stuck: ReadonlySet<string>;
  /** Nodes to which two tokens can come by one flow, so that they happen twice. */
  readonly twice: ReadonlySet<string>;
}

/** Enough for procedures that people can read; a larger one is played as far as this. */
const mostMarkings = 5_000;

const isJoin = (node: Node): node is Gateway =>
  node.kind === 'gateway' && node.incoming.length > 1 && (node.splits === 'parallel' || node.splits === 'inclusive');

function without(marking: Marking, flows: readonly string[]): string[] {
  const left = [...marking];
  for (const flow of flows) left.splice(left.indexOf(flow), 1);
  return left;
}

/** Every set of flows by which an inclusive gateway can let go. */
function subsets(flows: readonly Flow[]): string[][] {
  return Array.from({ length: 2 ** flows.length - 1 }, (_, at) => flows.filter((_flow, bit) => ((at + 1) >> bit) % 2 === 1).map(({ id }) => id));
}

/**
 * Whether the branch beside a step goes straight to an end of its own, as a reminder does. It belongs to one visit of the step and meets nothing:
 * two visits are to be reminded of twice, and nothing of it needs to be played.
 */
function endsAside(nodes: Procedure['nodes'], from: Node): boolean {
  const [flow] = from.outgoing;
  const next = flow && nodes.get(flow.to);
  if (!next || next.incoming.length > 1) return false;
  if (next.kind === 'end') return next.how === 'none' || next.how === 'message';
  return next.kind === 'task' && next.boundary.length === 0 && endsAside(nodes, next);
}

/** What can come of a token at a node that is no join: for each possibility the flows on which tokens go on. */
function outcomes({ nodes }: Procedure, node: Node): string[][] {
  const by = node.outgoing.map(({ id }) => id);
  if (node.kind === 'gateway') {
    if (node.splits === 'exclusive' || node.splits === 'event') return by.map((id) => [id]);
    return node.splits === 'inclusive' ? subsets(node.outgoing.slice(0, 6)) : [by];
  }
  if (!isActivity(node)) return [by];
  const around = node.boundary.flatMap((id) => {
    const event = nodes.get(id);
    if (event?.kind !== 'boundary' || (!event.interrupting && endsAside(nodes, event))) return [];
    return [{ interrupting: event.interrupting, flows: event.outgoing.map((flow) => flow.id) }];
  });
  return [by, ...around.map(({ interrupting, flows }) => (interrupting ? flows : [...by, ...flows]))];
}

/** The flows whose tokens a join would take now, or null. */
function takes(procedure: Procedure, join: Gateway, marking: Marking): string[] | null {
  const full = join.incoming.map(({ id }) => id).filter((id) => marking.includes(id));
  if (full.length === join.incoming.length) return full;
  if (join.splits === 'parallel' || full.length === 0) return null;
  const elsewhere = marking.flatMap((id) => targetOf(procedure, id) ?? []).filter(({ id }) => id !== join.id);
  const comes = (node: Node, wanted: boolean) => [...join.upstream].some(([flow, from]) => full.includes(flow) === wanted && from.has(node.id));
  return elsewhere.some((node) => comes(node, false) && !comes(node, true)) ? null : full;
}

const targetOf = (procedure: Procedure, flow: string): Node | undefined => {
  for (const node of procedure.nodes.values()) if (node.incoming.some(({ id }) => id === flow)) return node;
  return undefined;
};

/** Something that can move: a token, or the tokens that a join takes. */
interface Movable {
  readonly node: Node;
  readonly takes: readonly string[];
}

function movables(procedure: Procedure, marking: Marking): Movable[] {
  return [...new Set(marking)].flatMap((flow): Movable[] => {
    const node = targetOf(procedure, flow);
    if (!node) return [];
    const taken = isJoin(node) ? takes(procedure, node, marking) : [flow];
    return taken ? [{ node, takes: taken }] : [];
  });
}

/** Nodes that a token can come to from a node. */
function ahead(procedure: Procedure, from: Node): ReadonlySet<string> {
  const found = new Set<string>();
  const open: (Node | undefined)[] = [from];
  for (let node = open.pop(); node; node = open.pop()) {
    const events = isActivity(node) ? node.boundary.map((id) => procedure.nodes.get(id)) : [];
    for (const next of [...node.outgoing.map(({ to }) => procedure.nodes.get(to)), ...events])
      if (next && !found.has(next.id)) {
        found.add(next.id);
        open.push(next);
      }
  }
  return found;
}

/**
 * The markings after this one. Choices are local, so that it is enough to move one thing at a time: the one that nothing else can catch up with waits,
 * so that tokens meet wherever they can.
 */
function following(procedure: Procedure, marking: Marking, aheadOf: (node: Node) => ReadonlySet<string>): Marking[] {
  const all = movables(procedure, marking);
  const behind = (one: Movable, other: Movable) => aheadOf(other.node).has(one.node.id) && !aheadOf(one.node).has(other.node.id);
  const moved = all.find((one) => !all.some((other) => behind(one, other))) ?? all[0];
  if (!moved) return [];
  if (moved.node.kind === 'end' && moved.node.how === 'terminate') return [[]];
  return outcomes(procedure, moved.node).map((flows) => [...without(marking, moved.takes), ...flows].sort());
}

/** Plays every course that a procedure can take, whatever is decided, each sub-process by itself. */
export function playTokens(procedure: Procedure): Played {
  const stuck = new Set<string>();
  const twice = new Set<string>();
  const known = new Map<string, ReadonlySet<string>>();
  const aheadOf = (node: Node) => {
    const found = known.get(node.id) ?? ahead(procedure, node);
    known.set(node.id, found);
    return found;
  };
  for (const start of procedure.nodes.values()) {
    if (start.kind !== 'start') continue;
    const seen = new Set<string>();
    const open: Marking[] = [start.outgoing.map(({ id }) => id)];
    for (let marking = open.pop(); marking && seen.size < mostMarkings; marking = open.pop()) {
      const key = marking.join(' ');
      if (marking.length === 0 || seen.has(key)) continue;
      seen.add(key);
      const doubled = marking.filter((flow, at) => marking?.[at - 1] === flow);
      for (const flow of doubled) twice.add(targetOf(procedure, flow)?.id ?? flow);
      // What happens twice could do so without end; what comes after is not played.
      if (doubled.length > 0) continue;
      const next = following(procedure, marking, aheadOf);
      if (next.length === 0) for (const flow of marking) stuck.add(targetOf(procedure, flow)?.id ?? flow);
      open.push(...next);
    }
  }
  return { stuck, twice };
}
