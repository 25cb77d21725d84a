import type { WebhooksAdmin } from '@amanah/plugin-api';

/** Events of the hub to outside systems, as signed webhooks. */
export interface Webhooks {
  /** The host adds which types of events there are. */
  readonly admin: Omit<WebhooksAdmin, 'types'>;
  /** Begins to send (role worker or all). */
  start(): void;
  close(): Promise<void>;
}
