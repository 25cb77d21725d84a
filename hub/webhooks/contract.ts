import type { WebhooksAdmin } from '@amanah/plugin-api';

/** Events of the hub to outside systems, as signed webhooks. */
export interface Webhooks {
  readonly admin: WebhooksAdmin;
  /** Begins to send (role worker or all). */
  start(): void;
  close(): Promise<void>;
}
