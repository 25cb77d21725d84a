import type { ContractChange, ContractState, Log } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';
import type { OpenedSystems } from '../opened-systems.ts';
import type { SystemRegistry } from '../registry.ts';
import { compareContracts, touchedOperations } from './compare-contracts.ts';
import type { ContractStore } from './contract-store.ts';

/** How often due comparisons are looked for. */
const tickMs = 5_000;

interface Sources {
  readonly registry: SystemRegistry;
  readonly contracts: ContractStore;
  readonly opened: OpenedSystems;
  readonly store: Pick<Store, 'hub' | 'emit'>;
  readonly log: Log;
  /** Plugins and ports that use a system. */
  dependentsOf(system: string): readonly string[];
  /** Where contracts stand is read again here and at the other replicas. */
  changed(system: string): Promise<void>;
}

/** Compares live contracts with the accepted ones, so that a change is seen by its owner before a citizen meets it. */
export class DriftWatch {
  readonly #sources: Sources;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Compares each system when it is due, one after the other, once over all replicas that do so. */
  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#tick()
        .catch((error: unknown) => this.#sources.log.warn({ err: error }, 'contracts could not be compared'))
        .finally(() => this.#timer && this.start());
    }, tickMs).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Reads the live contract now and keeps what differs. @throws MissingSecret, AdapterError, SYSTEMS_UNKNOWN */
  async check(id: string): Promise<ContractState | null> {
    const { contracts, changed } = this.#sources;
    const { live, definition } = await this.#sources.opened.discover(id);
    const accepted = await contracts.accepted(id);
    if (!accepted) return null;
    const used = new Set(Object.values(definition.operations).map(({ from }) => from));
    const changes = compareContracts(accepted, live, used);
    const before = contracts.of(id)?.changes ?? [];
    if (await contracts.keepChanges(id, changes, definition.drift.everyHours)) await this.#tellBroken(id, changes);
    await changed(id);
    if (JSON.stringify(contracts.of(id)?.changes ?? []) !== JSON.stringify(before)) await this.#tellChanged(id, changes);
    return contracts.of(id);
  }

  async #tick(): Promise<void> {
    const { registry, contracts, log } = this.#sources;
    const systems = new Map(registry.called().map(({ definition }) => [definition.id, definition]));
    for (const id of await contracts.claimDue([...systems.keys()])) {
      await this.check(id).catch(async (error: unknown) => {
        log.info({ system: id, err: error }, 'the live contract of a connected system could not be read; it is compared later');
        await contracts.postpone(id, systems.get(id)?.drift.everyHours ?? 1);
      });
    }
  }

  /** Subscribers hear of every other difference than was known before, also of one that breaks nothing, and of there being none any more. */
  async #tellChanged(id: string, changes: readonly ContractChange[]): Promise<void> {
    const { store } = this.#sources;
    const data = { system: id, changes: changes.length, breaking: changes.filter(({ breaking }) => breaking).length };
    await store.emit(store.hub, { type: 'hub.contract.changed', source: '/systems', subject: `system/${id}`, data });
  }

  /** Who uses the system hears of it: the operator in the log, plugins and subscribers by an event. */
  async #tellBroken(id: string, changes: readonly ContractChange[]): Promise<void> {
    const { store, log, dependentsOf } = this.#sources;
    const dependents = dependentsOf(id);
    const operations = [...touchedOperations(changes)];
    log.error({ system: id, operations, dependents }, 'the contract of a connected system was broken; calls of what it touches wait for a review');
    await store.emit(store.hub, { type: 'hub.contract.broken', source: '/systems', subject: `system/${id}`, data: { system: id, operations, dependents } });
  }
}
