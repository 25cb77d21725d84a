import type { Log, SystemInfo, SystemState } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';

interface Live {
  state: SystemState;
  since: Date | null;
  lastUpAt: Date | null;
  failures: number;
  /** Why the last one was lost. */
  reason: string | null;
  /** When this process last saw an outcome of its own, milliseconds since the epoch. */
  observedAt: number;
}

interface Row {
  readonly system_id: string;
  readonly state: SystemState;
  readonly since: Date;
  readonly last_up_at: Date | null;
  readonly reason: string | null;
}

/** Above this an answer counts as slow. */
const slowMs = 3_000;
/** One lost request is no outage. */
const failuresUntilDown = 2;
/** A system that was not asked here for so long is known from what other replicas write, in milliseconds. */
const quietMs = 120_000;
const order: readonly SystemState[] = ['unknown', 'up', 'slow', 'maintenance', 'down'];

/** State of each system, from probes and from real requests; written to the store so that every replica and a restart know it. */
export class SystemStates {
  readonly #live = new Map<string, Live>();
  readonly #store: Store;
  readonly #log: Log;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  async load(): Promise<void> {
    for (const row of await this.#read()) this.#live.set(row.system_id, liveOf(row));
  }

  #read(): Promise<readonly Row[]> {
    return this.#store.hub.query<Row>('SELECT system_id, state, since, last_up_at, reason FROM hub.system_state');
  }

  /** Takes what other replicas have written of systems that this one has not asked lately. */
  async takeFromOthers(): Promise<void> {
    const since = Date.now() - quietMs;
    for (const row of await this.#read()) {
      if ((this.#live.get(row.system_id)?.observedAt ?? 0) < since) this.#live.set(row.system_id, liveOf(row));
    }
  }

  of(id: string): Readonly<Live> {
    return this.#live.get(id) ?? { state: 'unknown', since: null, lastUpAt: null, failures: 0, reason: null, observedAt: 0 };
  }

  /** Forgets systems that are gone: another one of the same id begins anew. */
  keepOnly(known: (id: string) => boolean): void {
    for (const id of this.#live.keys()) if (!known(id)) this.#live.delete(id);
  }

  /** Takes one outcome; returns whether the state changed. Logged once when it goes down and once when it is back. */
  observe(id: string, outcome: { ok: boolean; ms: number; reason?: string }): boolean {
    const before = this.of(id);
    const failures = outcome.ok ? 0 : before.failures + 1;
    const state: SystemState = outcome.ok
      ? outcome.ms > slowMs
        ? 'slow'
        : 'up'
      : failures >= failuresUntilDown || before.state === 'down'
        ? 'down'
        : before.state;
    const changed = state !== before.state;
    const now = new Date();
    this.#live.set(id, {
      state,
      since: changed ? now : before.since,
      lastUpAt: outcome.ok ? now : before.lastUpAt,
      failures,
      reason: outcome.ok ? null : (outcome.reason ?? null),
      observedAt: now.getTime(),
    });
    if (changed && state === 'down') this.#log.warn({ system: id, reason: outcome.reason }, 'connected system is down');
    if (changed && before.state === 'down') this.#log.info({ system: id }, 'connected system is back');
    return changed;
  }

  /**
   * Writes the state and one sample of the half hour. Of a system that was connected in the operations pages (`stored`) nothing is written once its row is
   * gone: the row is held until the writing is done, so that what removes it removes this too.
   */
  async write(id: string, ms: number | null, stored: boolean): Promise<void> {
    const { state, since, lastUpAt, reason } = this.of(id);
    await this.#store.hub.transaction(async (tx) => {
      if (stored && (await tx.query('SELECT 1 FROM hub.connected_system WHERE id = $1 FOR KEY SHARE', [id])).length === 0) return;
      if (since) {
        await tx.query(
          `INSERT INTO hub.system_state (system_id, state, since, last_up_at, reason) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (system_id) DO UPDATE SET state = $2, since = $3, last_up_at = $4, reason = $5`,
          [id, state, since, lastUpAt, reason],
        );
      }
      await tx.query(
        `INSERT INTO hub.system_history AS h VALUES ($1, date_bin('30 minutes', now(), '2020-01-01'), $2, $3)
         ON CONFLICT (system_id, at) DO UPDATE SET samples = h.samples || $2,
           worst = CASE WHEN array_position($4::text[], $3) > array_position($4::text[], h.worst) THEN $3 ELSE h.worst END`,
        [id, ms === null ? [] : [ms], state, order],
      );
      await tx.query(`DELETE FROM hub.system_history WHERE system_id = $1 AND at < now() - interval '1 day'`, [id]);
    });
  }

  /** The last day in half hours, oldest first, by system: of one, or of all. */
  async histories(id: string | null = null): Promise<ReadonlyMap<string, SystemInfo['history']>> {
    const rows = await this.#store.hub.query<{ system_id: string; at: Date; median: number | null; worst: SystemState }>(
      `SELECT system_id, at, worst, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FROM unnest(samples) ms) AS median
       FROM hub.system_history WHERE at > now() - interval '1 day' AND ($1::text IS NULL OR system_id = $1) ORDER BY at`,
      [id],
    );
    const histories = new Map<string, { at: string; medianMs: number | null; state: SystemState }[]>();
    for (const row of rows) {
      const list = histories.get(row.system_id) ?? [];
      list.push({ at: row.at.toISOString(), medianMs: row.median === null ? null : Math.round(row.median), state: row.worst });
      histories.set(row.system_id, list);
    }
    return histories;
  }
}

function liveOf({ state, since, last_up_at, reason }: Row): Live {
  return { state, since, lastUpAt: last_up_at, failures: 0, reason, observedAt: 0 };
}
