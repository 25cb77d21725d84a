import type { Store } from '../store/contract.ts';

/** A definition as it was written in the operations pages or by `amanah system add`. */
export interface SystemRow {
  readonly id: string;
  readonly definition: object;
}

/** All definitions that the store keeps, by id; those of files are not among them. @throws STORE_UNAVAILABLE */
export function readRows(store: Store): Promise<readonly SystemRow[]> {
  return store.hub.query<SystemRow>('SELECT id, definition FROM hub.connected_system ORDER BY id');
}

/** Adds or replaces one definition, as it was given: without defaults, and with the name of a stand-in instead of its address. */
export async function saveRow(store: Store, id: string, given: object): Promise<void> {
  await store.hub.query(
    'INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()',
    [id, JSON.stringify(given)],
  );
}

/**
 * Removes a row with everything kept under its id; tells whether there was one. Above all people's sealed passwords go: another system
 * of the same id must never be sent them.
 */
export async function removeRow(store: Store, id: string): Promise<boolean> {
  return store.hub.transaction(async (tx) => {
    const gone = await tx.query('DELETE FROM hub.connected_system WHERE id = $1 RETURNING id', [id]);
    if (gone.length === 0) return false;
    for (const table of ['system_state', 'system_history', 'system_maintenance', 'credential', 'system_cookies']) {
      await tx.query(`DELETE FROM hub.${table} WHERE system_id = $1`, [id]);
    }
    return true;
  });
}
