import type { Bilingual } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';

export interface PlannedMaintenance {
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
    const rows = await this.#store.hub.query<{ system_id: string; until: Date; note: Bilingual | null }>(
      'SELECT system_id, until, note FROM hub.system_maintenance WHERE until > now()',
    );
    this.#planned = new Map(rows.map(({ system_id, until, note }) => [system_id, { until, note }]));
  }

  /** The maintenance that holds now; it ends by itself at its time. */
  of(id: string): PlannedMaintenance | null {
    const planned = this.#planned.get(id);
    return planned && planned.until.getTime() > Date.now() ? planned : null;
  }

  async set(id: string, until: Date, note: Bilingual | null): Promise<void> {
    await this.#store.hub.query(
      'INSERT INTO hub.system_maintenance (system_id, until, note) VALUES ($1, $2, $3) ON CONFLICT (system_id) DO UPDATE SET until = $2, note = $3, set_at = now()',
      [id, until, note && JSON.stringify(note)],
    );
  }

  async end(id: string): Promise<void> {
    await this.#store.hub.query('DELETE FROM hub.system_maintenance WHERE system_id = $1', [id]);
  }
}
