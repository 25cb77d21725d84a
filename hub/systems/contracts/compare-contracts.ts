import type { Contract, OperationDescription } from '@amanah/adapter-api';
import type { ContractChange } from '@amanah/plugin-api';
import { compareSchemas } from './compare-schemas.ts';

/**
 * What differs between the accepted contract of a system and its live one. `used` are the names of the operations that its definition has chosen.
 * Operations come in the order of the accepted contract, new ones after them.
 */
export function compareContracts(accepted: Contract, live: Contract, used: ReadonlySet<string>): readonly ContractChange[] {
  const [before, after] = [byName(accepted), byName(live)];
  const changes: ContractChange[] = [];
  const whole = (path: string, was: string | null, is: string | null, breaking: boolean) => {
    if (was !== is) changes.push({ operation: null, path, change: 'other', before: was, after: is, breaking, used: breaking && used.size > 0 });
  };
  whole('protocol', accepted.protocol, live.protocol, true);
  whole('kind', accepted.kind, live.kind, false);
  whole('version', accepted.version, live.version, false);
  for (const [name, was] of before) {
    const is = after.get(name);
    const found = is ? compareOperations(was, is) : [{ path: '', change: 'removed' as const, before: was.summary, after: null, breaking: true }];
    for (const one of found) changes.push({ operation: name, ...one, used: used.has(name) });
  }
  for (const [name, is] of after) {
    if (before.has(name)) continue;
    changes.push({ operation: name, path: '', change: 'added', before: null, after: is.summary, breaking: false, used: used.has(name) });
  }
  return changes;
}

/** Operations whose calls must not go on before a person has looked; `null` in it stands for all of them. */
export function touchedOperations(changes: readonly ContractChange[]): ReadonlySet<string | null> {
  return new Set(changes.filter(({ breaking, used }) => breaking && used).map(({ operation }) => operation));
}

type OperationChange = Omit<ContractChange, 'operation' | 'used'>;

function compareOperations(was: OperationDescription, is: OperationDescription): readonly OperationChange[] {
  const own: OperationChange[] = [];
  if (was.effect !== is.effect) own.push({ path: 'effect', change: 'other', before: was.effect, after: is.effect, breaking: is.effect === 'write' });
  if (was.idempotent !== is.idempotent) {
    own.push({ path: 'idempotent', change: 'other', before: String(was.idempotent), after: String(is.idempotent), breaking: was.idempotent });
  }
  const [could, can] = [was.problems.length === 0, is.problems.length === 0];
  if (could !== can) {
    const text = ({ problems }: OperationDescription) => problems.map(({ place, found }) => `${place}: ${found}`).join('; ') || null;
    own.push({ path: 'problems', change: 'other', before: text(was), after: text(is), breaking: could });
  }
  return [...own, ...compareSchemas(was.input, is.input, 'input'), ...compareSchemas(was.output, is.output, 'output')];
}

function byName({ operations }: Contract): ReadonlyMap<string, OperationDescription> {
  return new Map(operations.map((operation) => [operation.name, operation]));
}
