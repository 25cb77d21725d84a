import type { Bilingual } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';

export interface PlannedMaintenance {
  readonly from: Date;
  readonly until: Date;
  readonly note: Bilingual | null;
}

/** Planned maintenance by system: state of its own, beside files and rows. Every replica holds the same in memory. */
export class Maintenance {
  readonly #store: Store;
  #planned: ReadonlyMap<string, PlannedMaintenance> = new Map();

  constructor(store: Store) {
    this.#store = store;
  }

  async load(): Promise<void> {
    const rows = await this.#store.hub.query<{ system_id: string; starts: Date; until: Date; note: Bilingual | null }>(
      'SELECT system_id, coalesce(starts_at, set_at) AS starts, until, note FROM hub.system_maintenance WHERE until > now()',
    );
    this.#planned = new Map(rows.map(({ system_id, starts, until, note }) => [system_id, { from: starts, until, note }]));
  }

  /** The maintenance that holds now; it begins and ends by itself at its times. */
  of(id: string): PlannedMaintenance | null {
    const planned = this.#planned.get(id);
    const now = Date.now();
    return planned && planned.from.getTime() <= now && planned.until.getTime() > now ? planned : null;
  }

  /** The maintenance that is planned for later. */
  ahead(id: string): PlannedMaintenance | null {
    const planned = this.#planned.get(id);
    return planned && planned.from.getTime() > Date.now() ? planned : null;
  }

  /** `from` is `null` for maintenance that begins at once. Replaces what was planned before. */
  async set(id: string, { from, until, note }: { readonly from: Date | null; readonly until: Date; readonly note: Bilingual | null }): Promise<void> {
    await this.#store.hub.query(
      `INSERT INTO hub.system_maintenance (system_id, starts_at, until, note) VALUES ($1, $2, $3, $4)
       ON CONFLICT (system_id) DO UPDATE SET starts_at = $2, until = $3, note = $4, set_at = now()`,
      [id, from, until, note && JSON.stringify(note)],
    );
  }

  async end(id: string): Promise<void> {
    await this.#store.hub.query('DELETE FROM hub.system_maintenance WHERE system_id = $1', [id]);
  }
}
