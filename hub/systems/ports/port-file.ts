import { existsSync, readFileSync } from 'node:fs';
import type { PortAssignment, PortProvider } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import type { HubConfig } from '../../config/contract.ts';

export const portProvider: z.ZodType<PortProvider> = z.union([z.strictObject({ system: z.string().min(1) }), z.strictObject({ plugin: z.string().min(1) })]);

const portFile = z.strictObject({
  ports: z.array(z.strictObject({ port: z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, 'plugin/name'), unit: z.string(), by: portProvider })),
});

/**
 * Assignments of `config/ports.yaml` and of the profile's own, which wins.
 * @throws Error naming file and field when one is wrong
 */
export function readPortFiles({ configDir, profile }: Pick<HubConfig, 'configDir' | 'profile'>): readonly PortAssignment[] {
  const assignments = new Map<string, PortAssignment>();
  for (const name of ['ports.yaml', `${profile}/ports.yaml`]) {
    const file = new URL(name, configDir);
    if (!existsSync(file)) continue;
    const read = portFile.safeParse(parse(readFileSync(file, 'utf8')));
    if (!read.success) throw new Error(`config/${name}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
    for (const one of read.data.ports) assignments.set(`${one.port} ${one.unit}`, { ...one, source: 'file' });
  }
  return [...assignments.values()];
}
