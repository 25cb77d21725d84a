import type { Flow, Gateway, Node } from '../definition.ts';

/** Nodes from which a token can come to a flow without passing the gateway that the flow leads into. */
function sources(flow: Flow, gateway: string, nodes: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [flow.from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    if (!node || id === gateway || found.has(id)) continue;
    found.add(id);
    open.push(...node.incoming.map((incoming) => incoming.from));
    if (node.kind === 'boundary') open.push(node.attachedTo);
  }
  return found;
}

/** Gives each inclusive join what it must know of its surroundings; at run time it only looks tokens up. */
export function withUpstream(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, Node> {
  const done = new Map(nodes);
  for (const node of nodes.values())
    if (node.kind === 'gateway' && node.splits === 'inclusive' && node.incoming.length > 1) {
      const upstream = new Map(node.incoming.map((flow) => [flow.id, sources(flow, node.id, nodes)]));
      done.set(node.id, { ...node, upstream } satisfies Gateway);
    }
  return done;
}
