import { z } from 'zod';

export const portProvider = z.strictObject({ kind: z.enum(['system', 'plugin']), id: z.string(), title: z.string() });
export const portsAnswer = z.strictObject({
  ports: z.array(
    z.strictObject({
      port: z.string(),
      title: z.string(),
      operations: z.array(z.string()),
      providers: z.array(portProvider),
      assignments: z.array(
        z.strictObject({ unit: z.string(), unitName: z.string(), by: portProvider, source: z.enum(['file', 'operations']), mine: z.boolean() }),
      ),
    }),
  ),
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});

export type PortsAnswer = z.infer<typeof portsAnswer>;
export type PortRow = PortsAnswer['ports'][number];
