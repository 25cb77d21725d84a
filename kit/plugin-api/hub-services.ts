import type { Bilingual } from './actor.ts';
import type { ConnectAdmin } from './connect-services.ts';
import type { ExchangesAdmin } from './exchange-services.ts';
import type { HostAdmin } from './host-services.ts';
import type { IdentityAdmin } from './identity-services.ts';
import type { PortsAdmin } from './port-services.ts';
import type { SystemsAdmin } from './systems-services.ts';
import type { WebhooksAdmin } from './webhook-services.ts';

/** Services of the hub for its own admin plugins (account, operations, systems). Grouped by the room that serves them. */
export interface HubServices {
  readonly identity: IdentityAdmin;
  readonly systems: SystemsAdmin;
  readonly connect: ConnectAdmin;
  readonly exchanges: ExchangesAdmin;
  readonly webhooks: WebhooksAdmin;
  readonly ports: PortsAdmin;
  readonly host: HostAdmin;
  readonly audit: AuditAdmin;
}

/** One line of the append-only record of what was done. */
export interface AuditRecord {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly actorName: Bilingual | null;
  readonly requestId: string;
}

export interface AuditAdmin {
  /** Latest first; `before` is the number of the oldest record already seen. */
  latest(filter: { readonly search?: string; readonly before?: number; readonly limit: number }): Promise<readonly AuditRecord[]>;
  /** Whether the chain of hashes is whole; `brokenAt` is the number of the first record that does not fit. */
  verify(): Promise<{ readonly records: number; readonly brokenAt: number | null; readonly reason: string | null }>;
}
