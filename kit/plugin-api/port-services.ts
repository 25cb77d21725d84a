import type { Actor, Bilingual } from './actor.ts';

/** Who serves a port for a unit and everything below it: a connected system or a plugin of our own. */
export type PortProvider = { readonly system: string } | { readonly plugin: string };

export interface PortAssignment {
  /** `plugin/name`. */
  readonly port: string;
  readonly unit: string;
  readonly by: PortProvider;
  readonly source: 'file' | 'operations';
}

export interface PortInfo {
  readonly port: string;
  readonly title: Bilingual;
  readonly operations: readonly string[];
  /** Plugins and systems that could serve it. */
  readonly providers: readonly PortProvider[];
  readonly assignments: readonly PortAssignment[];
}

/** Which provider serves each port, by unit. */
export interface PortsAdmin {
  list(): Promise<readonly PortInfo[]>;
  /** @throws SYSTEMS_PORT_INVALID when the provider does not have the port's operations */
  assign(port: string, unit: string, by: PortProvider, actor: Actor | null, requestId: string): Promise<void>;
  /** Back to what the file or the unit above says. */
  unassign(port: string, unit: string, actor: Actor | null, requestId: string): Promise<void>;
}
