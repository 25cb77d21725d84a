import { z } from 'zod';
import type { AdapterConfigs } from './adapter-configs.ts';
import { operationsSystemSchema, webSystemSchema } from './definition.ts';

/** JSON Schema of a system's definition, one form for each adapter, so that editors help with the connection too. */
export function definitionSchema(configs: AdapterConfigs): object {
  const called = [...configs].map(([adapter, connection]) => operationsSystemSchema.extend({ adapter: z.literal(adapter), connection }));
  const schema = z.discriminatedUnion('adapter', [webSystemSchema, ...called]);
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
