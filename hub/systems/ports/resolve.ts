import type { PortAssignment } from '@amanah/plugin-api';

/** What the resolution needs to know of the organisation. */
export interface UnitLine {
  unit(id: string): { readonly parent: string | null } | undefined;
}

/** Who serves a port for a unit: the nearest assignment on the way up the tree; at one unit, what operators decided wins over the file. */
export function resolvePort(port: string, unit: string, assignments: readonly PortAssignment[], units: UnitLine): PortAssignment | null {
  const of = assignments.filter((one) => one.port === port);
  for (let at: string | null = unit; at !== null; at = units.unit(at)?.parent ?? null) {
    const here = of.filter((one) => one.unit === at);
    const found = here.find(({ source }) => source === 'operations') ?? here[0];
    if (found) return found;
  }
  return null;
}
