import { decisionsOf } from '../../procedure/decisions.ts';
import type { Procedure } from '../../procedure/definition.ts';
import type { Random } from '../../shared/random.ts';

/** How often each decision was taken. */
export type Decisions = Readonly<Record<string, number>>;

/** The decision that ends a step: as often as in the past, as far as the procedure still asks for it; each alike where nothing of it was recorded. */
export function decide(procedure: Procedure, step: string, past: Decisions, random: Random): string | undefined {
  const { decisions, open } = decisionsOf(procedure, step);
  const possible = open || decisions.length === 0 ? [...decisions, ''] : decisions;
  const known = possible.filter((decision) => (past[decision] ?? 0) > 0);
  const chosen = known.length > 0 ? weighted(known, (decision) => past[decision] ?? 0, random) : random.of(possible);
  return chosen === '' ? undefined : chosen;
}

/** One of the values, as often as its weight says; whole weights. */
export function weighted<Value>(values: readonly Value[], weightOf: (value: Value) => number, random: Random): Value {
  let at = random.below(values.reduce((sum, value) => sum + weightOf(value), 0));
  for (const value of values) {
    at -= weightOf(value);
    if (at < 0) return value;
  }
  return values[values.length - 1] as Value;
}
