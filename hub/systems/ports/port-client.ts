import { AmanahError } from '@amanah/errors';
import type { OperationOptions, PortClient, PortOperation } from '@amanah/plugin-api';
import type { ZodType } from 'zod';
import type { AnyOperations, AnyPort } from './contract.ts';

type Carry = (operation: string, input: unknown, options: OperationOptions) => Promise<{ readonly provider: string; readonly output: unknown }>;

/** Functions of a port's operations. Input and output are held to the port, whoever serves it: a plugin never meets a provider's own shapes. */
export function portClient(port: AnyPort, carry: Carry): PortClient<AnyOperations> {
  return Object.fromEntries(
    Object.entries(port.operations).map(([operation, { input, output }]: [string, PortOperation]) => [
      operation,
      async (given: unknown, options: OperationOptions = {}) => {
        const asked = (input as ZodType<unknown>).safeParse(given);
        if (!asked.success)
          throw new AmanahError('SYSTEMS_INPUT_INVALID', {
            params: { system: port.name },
            fields: asked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
          });
        const carried = await carry(operation, asked.data, options);
        const answered = output.safeParse(carried.output);
        if (answered.success) return answered.data;
        throw new AmanahError('SYSTEMS_CONTRACT_VIOLATION', {
          params: { system: carried.provider },
          detail: `${port.plugin}/${port.name}.${operation}: ${answered.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
        });
      },
    ]),
  ) as PortClient<AnyOperations>;
}
