import type { Gateway } from '../definition.ts';
import type { Literal } from '../conditions/quick.ts';

export interface TriedOut {
  /** Data for which several conditions hold, and by which flows. */
  readonly overlap?: { readonly example: string; readonly flows: readonly string[] };
  /** Data for which none holds. */
  readonly gap?: { readonly example: string };
}

/** Enough for five names with four values each; beyond it the check says nothing rather than take long. */
const mostCases = 2_000;

/** Values that tell comparisons with these literals apart: each literal and what lies beside and between them. */
function samples(name: string, literals: readonly Literal[]): readonly Literal[] {
  // A task offers exactly the decisions that the gateway asks for, so there is no other.
  if (name === 'decision') return [...new Set(literals)];
  const numbers = literals.filter((value) => typeof value === 'number').toSorted((a, b) => a - b);
  const between = numbers.flatMap((value, at) => [value - 1, value, (value + (numbers[at + 1] ?? value + 2)) / 2]);
  const others: Literal[] = literals.some((value) => typeof value === 'string') ? ['\u0000other'] : [];
  const truths: Literal[] = literals.some((value) => typeof value === 'boolean') ? [true, false] : [];
  return [...new Set<Literal>([...literals, ...between, ...others, ...truths])];
}

function scopeOf(names: readonly string[], values: readonly Literal[]): Record<string, unknown> {
  const scope: Record<string, unknown> = {};
  names.forEach((name, at) => {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let place = scope;
    for (const part of path) place = (place[part] ??= {}) as Record<string, unknown>;
    place[last] = values[at];
  });
  return scope;
}

const show = (names: readonly string[], values: readonly Literal[]) =>
  names.map((name, at) => `${name} = ${values[at] === '\u0000other' ? '…' : JSON.stringify(values[at])}`).join(', ');

/** Tries the conditions of a gateway on all data that they can tell apart; null when they are more than comparisons with literals. */
export function tryOut(gateway: Gateway): TriedOut | null {
  const flows = gateway.outgoing.filter(({ id }) => id !== gateway.fallback);
  const compared = new Map<string, Literal[]>();
  for (const { condition } of flows) {
    if (!condition?.compared) return null;
    for (const [name, literals] of condition.compared) compared.set(name, [...(compared.get(name) ?? []), ...literals]);
  }
  const names = [...compared.keys()];
  // A name that is also the beginning of another cannot have both values.
  if (names.some((name) => names.some((other) => other.startsWith(`${name}.`)))) return null;
  let cases: Literal[][] = [[]];
  for (const name of names) {
    const values = samples(name, compared.get(name) ?? []);
    if (cases.length * values.length > mostCases) return null;
    cases = cases.flatMap((begun) => values.map((value) => [...begun, value]));
  }
  let overlap: TriedOut['overlap'];
  let gap: TriedOut['gap'];
  for (const values of cases) {
    const scope = scopeOf(names, values);
    const holding = flows.filter(({ condition }) => condition?.holds(scope));
    if (holding.length > 1) overlap ??= { example: show(names, values), flows: holding.map(({ id }) => id) };
    if (holding.length === 0) gap ??= { example: show(names, values) };
  }
  return { ...(overlap && { overlap }), ...(gap && { gap }) };
}
