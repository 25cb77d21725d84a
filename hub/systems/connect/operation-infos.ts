import type { Contract } from '@amanah/adapter-api';
import type { OperationInfo } from '@amanah/plugin-api';
import { isIdempotent, type OperationsSystemDefinition } from '../definition.ts';
import { mappedSchema } from './mapped-schema.ts';

/** Chosen operations as callers see them: our names, and what goes in and comes out on our side. Without a contract nothing is known of the latter. */
export function operationInfos(definition: OperationsSystemDefinition, contract: Contract | null): readonly OperationInfo[] {
  return Object.entries(definition.operations).map(([name, operation]) => {
    const description = contract?.operations.find((one) => one.name === operation.from);
    return {
      name,
      title: operation.title,
      from: operation.from,
      effect: operation.effect,
      idempotent: isIdempotent(operation),
      input: mappedSchema(operation.input, 'input', description?.input ?? {}),
      output: mappedSchema(operation.output, 'output', description?.output ?? {}),
      deadlineMs: operation.deadlineMs,
      cacheSeconds: operation.cacheSeconds,
      access: operation.access ?? definition.access,
    };
  });
}
