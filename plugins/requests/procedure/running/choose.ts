import type { Flow, Gateway } from '../definition.ts';
import type { Scope } from '../conditions/quick.ts';
import { NotPossible } from './not-possible.ts';

/** The flows that a gateway lets a token go by. */
export function chooseFlows(gateway: Gateway, scope: () => Scope): readonly Flow[] {
  const { outgoing, splits, fallback } = gateway;
  // A gateway that only joins has one way on and asks nothing.
  if (splits === 'parallel' || outgoing.length <= 1) return outgoing;
  const known = scope();
  const asked = outgoing.filter(({ id }) => id !== fallback);
  const holds = ({ condition }: Flow) => condition === undefined || condition.holds(known);
  const chosen = splits === 'exclusive' ? asked.filter(holds).slice(0, 1) : asked.filter(holds);
  if (chosen.length > 0) return chosen;
  const otherwise = outgoing.find(({ id }) => id === fallback);
  if (!otherwise) throw new NotPossible({ reason: 'no-flow', at: gateway.id });
  return [otherwise];
}
