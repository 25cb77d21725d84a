import type { Gateway, Procedure } from '../definition.ts';
import type { Token } from './state.ts';

/**
 * The tokens that a join takes when it can go on, else null. A parallel join needs one by each flow. An inclusive one (BPMN 2.0, 13.4.3) waits as long
 * as a token elsewhere can come by a flow that is still empty and could not as well come by one that is not.
 */
export function readyAt(gateway: Gateway, tokens: readonly Token[], scopeToken: number | undefined): readonly Token[] | null {
  const here = tokens.filter((token) => token.at === gateway.id && token.in === scopeToken);
  const first = gateway.incoming.flatMap((flow) => here.find((token) => token.via === flow.id) ?? []);
  if (first.length === gateway.incoming.length) return first;
  if (gateway.splits !== 'inclusive' || first.length === 0) return null;
  const full = new Set(first.map((token) => token.via));
  const elsewhere = tokens.filter((token) => token.at !== gateway.id && token.in === scopeToken);
  const comes = (token: Token, wanted: boolean) => [...gateway.upstream].some(([flow, from]) => full.has(flow) === wanted && from.has(token.at));
  return elsewhere.some((token) => comes(token, false) && !comes(token, true)) ? null : first;
}

/** A waiting join that can go on now, by the order in which its tokens came. */
export function nextReadyJoin(procedure: Procedure, tokens: readonly Token[]): { gateway: Gateway; taken: readonly Token[] } | null {
  for (const token of tokens) {
    const gateway = token.via === undefined ? undefined : procedure.nodes.get(token.at);
    if (gateway?.kind !== 'gateway') continue;
    const taken = readyAt(gateway, tokens, token.in);
    if (taken) return { gateway, taken };
  }
  return null;
}
