import type { Queryable } from '@amanah/plugin-api';
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
export async function saveRow(tx: Queryable, id: string, given: object): Promise<void> {
  await tx.query('INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()', [
    id,
    JSON.stringify(given),
  ]);
}

const keptUnderId = [
  'system_state',
  'system_history',
  'system_maintenance',
  'credential',
  'system_cookies',
  'system_secret',
  'system_file',
  'system_contract',
  'system_told',
] as const;

/**
 * Removes a row with everything kept under its id; tells whether there was one. Above all people's sealed passwords go: another system
 * of the same id must never be sent them. What was written to the system stays in the ledger: its keys are used.
 */
export async function removeRow(store: Store, id: string): Promise<boolean> {
  return store.hub.transaction(async (tx) => {
    const gone = await tx.query('DELETE FROM hub.connected_system WHERE id = $1 RETURNING id', [id]);
    if (gone.length === 0) return false;
    for (const table of keptUnderId) {
      await tx.query(`DELETE FROM hub.${table} WHERE system_id = $1`, [id]);
    }
    return true;
  });
}
