import type { Contract } from '@amanah/adapter-api';
import type { ConfigProblem } from '@amanah/plugin-api';
import type { OperationsSystemDefinition } from '../definition.ts';
import { checkMapping } from '../mapping/check-mapping.ts';

/** What keeps chosen operations from being called as the contract stands: names it does not have, operations it cannot offer, mappings that do not fit. */
export function chosenProblems({ operations }: OperationsSystemDefinition, contract: Contract, file = 'system.yaml'): readonly ConfigProblem[] {
  return Object.entries(operations).flatMap(([name, chosen]) => {
    const place = `operations.${name}`;
    const description = contract.operations.find((one) => one.name === chosen.from);
    if (!description) return [{ file, line: null, field: `${place}.from`, expected: `one of ${offered(contract)}`, found: chosen.from }];
    const [broken] = description.problems;
    if (broken) return [{ file, line: null, field: `${place}.from`, expected: 'an operation that can be called', found: `${broken.place}: ${broken.found}` }];
    return (['input', 'output'] as const).flatMap((side) => {
      const mapping = chosen[side];
      const problems = mapping ? checkMapping(mapping, side, description[side]) : [];
      return problems.map(({ field, expected, found }) => ({ file, line: null, field: `${place}.${side}.${field}`, expected, found }));
    });
  });
}

function offered({ operations }: Contract): string {
  const names = operations.filter(({ problems }) => problems.length === 0).map(({ name }) => name);
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} … (${names.length})` : names.join(', ') || 'no operation at all';
}
