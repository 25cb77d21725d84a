import type { Store } from '../../store/contract.ts';

/** Days for which both messages of an exchange are kept; their hashes stay in the chain for good. */
export const messageDays = 180;

/** Removes messages whose time is over, a bounded number at a time. */
export async function removeOldMessages(store: Pick<Store, 'hub'>, days = messageDays): Promise<void> {
  for (;;) {
    const removed = await store.hub.query(
      `DELETE FROM hub.exchange_message WHERE (exchange_id, side) IN
         (SELECT exchange_id, side FROM hub.exchange_message WHERE at < now() - make_interval(days => $1) LIMIT 5000) RETURNING 1`,
      [days],
    );
    if (removed.length < 5000) return;
  }
}
