import type { Log } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';
import type { SystemRegistry } from './registry.ts';

/** How often changes are looked for. */
const lookMs = 2_000;
const lock = 'amanah states of systems';

/** Events about connected systems that the hub itself emits; plugins and webhooks may ask for them. */
export const systemEvents = ['hub.system.stateChanged', 'hub.contract.changed', 'hub.contract.broken', 'hub.contract.accepted'] as const;

interface Change {
  readonly system_id: string;
  readonly state: string;
  readonly since: Date;
  readonly before: string | null;
}

/**
 * Tells subscribers of every change of a system's state, planned maintenance included: from what all replicas have written, so that two that see a system
 * differently do not contradict each other, and once, whichever replica looks.
 */
export function tellStates(sources: { readonly store: Pick<Store, 'hub' | 'emit'>; readonly registry: Pick<SystemRegistry, 'byId'>; readonly log: Log }): {
  close(): Promise<void>;
} {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => tellChanges(sources))
      .catch((error: unknown) => sources.log.warn({ err: error }, 'changed states of systems could not be told; they are told later'));
  }, lookMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Writes an event for each system whose state is another than was told last. */
export async function tellChanges({ store, registry }: { readonly store: Pick<Store, 'hub' | 'emit'>; readonly registry: Pick<SystemRegistry, 'byId'> }) {
  await store.hub.transaction(async (tx) => {
    const [held] = await tx.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock(hashtext($1)) AS held', [lock]);
    if (!held?.held) return;
    const changes = await tx.query<Change>(
      `SELECT s.system_id, CASE WHEN m.system_id IS NULL THEN s.state ELSE 'maintenance' END AS state,
         CASE WHEN m.system_id IS NULL THEN s.since ELSE coalesce(m.starts_at, m.set_at) END AS since, t.state AS before
       FROM hub.system_state s
       LEFT JOIN hub.system_maintenance m ON m.system_id = s.system_id AND coalesce(m.starts_at, m.set_at) <= now() AND m.until > now()
       LEFT JOIN hub.system_told t ON t.system_id = s.system_id
       WHERE t.state IS DISTINCT FROM CASE WHEN m.system_id IS NULL THEN s.state ELSE 'maintenance' END`,
    );
    for (const { system_id: id, state, since, before } of changes) {
      const definition = registry.byId(id)?.definition;
      if (!definition) continue;
      await tx.query('INSERT INTO hub.system_told AS t VALUES ($1, $2, $3) ON CONFLICT (system_id) DO UPDATE SET state = $2, since = $3', [id, state, since]);
      const data = { system: id, title: definition.title, owner: definition.owner, state, before: before ?? 'unknown', since: since.toISOString() };
      await store.emit(tx, { type: 'hub.system.stateChanged', source: '/systems', subject: `system/${id}`, data });
    }
  });
}
