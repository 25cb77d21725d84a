import type { SystemInfo, SystemsAdmin } from '@amanah/plugin-api';
import type { SystemDefinition } from './definition.ts';
import type { PlannedMaintenance } from './maintenance.ts';

/** Connected systems, live: files in config/ and rows made in the operations pages or by `amanah system add`. */
export interface Systems {
  readonly admin: SystemsAdmin;
  /** The running definition of a web system by the first label of its host; changes without restart. */
  byHost(hostLabel: string): SystemDefinition | undefined;
  byId(id: string): SystemDefinition | undefined;
  all(): readonly SystemDefinition[];
  /** Tells the registry how a proxied request ended; feeds state, history and the breaker. */
  observe(systemId: string, outcome: { ok: boolean; ms: number; reason?: string }): void;
  info(id: string): SystemInfo | undefined;
  /** The planned maintenance that holds now: what each request asks, without the rest of `info`. */
  maintenanceOf(id: string): PlannedMaintenance | null;
  onChange(handle: () => void): void;
  close(): Promise<void>;
}
