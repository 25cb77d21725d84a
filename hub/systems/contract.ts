import type { ExchangesAdmin, SystemInfo, SystemsAdmin } from '@amanah/plugin-api';
import type { Calls } from './calls/contract.ts';
import type { ConnectRoom } from './connect/create-connect-admin.ts';
import type { SystemDefinition, WebSystemDefinition } from './definition.ts';
import type { PlannedMaintenance } from './maintenance.ts';

/** Connected systems, live: files in config/ and rows made in the operations pages or by `amanah system add`. */
export interface Systems {
  readonly admin: SystemsAdmin;
  readonly connect: ConnectRoom;
  readonly exchanges: ExchangesAdmin;
  readonly calls: Calls;
  /** The running definition of a web system by the first label of its host; changes without restart. */
  byHost(hostLabel: string): WebSystemDefinition | undefined;
  webById(id: string): WebSystemDefinition | undefined;
  web(): readonly WebSystemDefinition[];
  byId(id: string): SystemDefinition | undefined;
  all(): readonly SystemDefinition[];
  /** Whether there is a system of this id, also one that waits for its stand-in. */
  isKnown(id: string): boolean;
  /** Tells the registry how a proxied request ended; feeds state, history and the breaker. */
  observe(systemId: string, outcome: { ok: boolean; ms: number; reason?: string }): void;
  info(id: string): SystemInfo | undefined;
  /** The planned maintenance that holds now: what each request asks, without the rest of `info`. */
  maintenanceOf(id: string): PlannedMaintenance | null;
  onChange(handle: () => void): void;
  /** Registers who can say which plugins or ports use a system. */
  dependsOn(ask: (systemId: string) => readonly string[]): void;
  /** JSON Schema of a definition, with what each installed adapter takes as a connection. */
  definitionSchema(): object;
  close(): Promise<void>;
}
