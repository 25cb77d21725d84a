import type { Contract } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import type { ContractStore } from './contracts/contract-store.ts';
import type { OperationsSystemDefinition } from './definition.ts';
import type { AdapterProcesses, SystemAccess } from './processes/contract.ts';
import { inputHash } from './calls/input-hash.ts';
import { isCalled, type SystemRegistry } from './registry.ts';
import { chosenOperations, contractFingerprint, systemAccess } from './system-access.ts';
import type { SystemSecrets } from './system-secrets.ts';
import type { SystemUploads } from './system-uploads.ts';

/** Longest reading of what a system says of itself; large descriptions with many imports take their time. */
export const discoveryMs = 60_000;

/** A system that adapter processes hold ready for calls. */
export interface OpenedSystem {
  readonly definition: OperationsSystemDefinition;
  readonly contract: Contract;
  /** Names in the contract of operations that can be called. */
  readonly offered: ReadonlySet<string>;
}

interface Sources {
  readonly registry: SystemRegistry;
  readonly secrets: SystemSecrets;
  readonly uploads: SystemUploads;
  readonly contracts: ContractStore;
  readonly processes: AdapterProcesses;
  readonly configDir: URL;
  /** A contract was accepted here: the other replicas read it. */
  accepted(system: string): Promise<void>;
}

/**
 * Opens systems at their first call or probe, and anew when definition, secrets, files or accepted contract have changed. A system that was never
 * read is read first, and what it says of itself is accepted.
 */
export class OpenedSystems {
  readonly #sources: Sources;
  readonly #opened = new Map<string, { readonly version: string; readonly system: OpenedSystem }>();
  readonly #opening = new Map<string, Promise<OpenedSystem>>();
  #versions: ReadonlyMap<string, string> = new Map();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** To be called when anything has been read again: lets go of systems that are gone. */
  refresh(): void {
    const { registry, processes, contracts } = this.#sources;
    this.#versions = new Map(
      registry.called().map(({ definition }) => [definition.id, versionOf(this.#baseOf(definition), contracts.of(definition.id)?.acceptedAt)]),
    );
    for (const id of this.#opened.keys()) {
      if (this.#versions.has(id)) continue;
      this.#opened.delete(id);
      void processes.close(id);
    }
  }

  /** Whether this process holds the system open, also in an older version. */
  has(id: string): boolean {
    return this.#opened.has(id);
  }

  /** The system as it is open here, unless something has changed since. */
  current(id: string): OpenedSystem | null {
    const known = this.#opened.get(id);
    return known && known.version === this.#versions.get(id) ? known.system : null;
  }

  /** @throws MissingSecret, AdapterError when the system must be read first and cannot be, SYSTEMS_UNKNOWN */
  async ensure(id: string): Promise<OpenedSystem> {
    const current = this.current(id);
    if (current) return current;
    const opening = this.#opening.get(id) ?? this.#open(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  /** Reads what a running system says of itself now. @throws MissingSecret, AdapterError, SYSTEMS_UNKNOWN */
  async discover(id: string): Promise<{ readonly live: Contract; readonly definition: OperationsSystemDefinition; readonly fingerprint: string }> {
    const { definition, access } = await this.#read(id);
    const live = await this.#sources.processes.discover(access, AbortSignal.timeout(discoveryMs));
    return { live, definition, fingerprint: contractFingerprint(access, definition) };
  }

  /** What an adapter needs to reach a running system; `base` names what it was read from. @throws MissingSecret, SYSTEMS_UNKNOWN */
  async #read(id: string): Promise<{ readonly definition: OperationsSystemDefinition; readonly access: SystemAccess; readonly base: string }> {
    const { registry, secrets, uploads, configDir } = this.#sources;
    const running = registry.byId(id);
    if (!running || !isCalled(running)) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
    const { definition } = running;
    const base = this.#baseOf(definition);
    return { definition, base, access: systemAccess({ definition, secrets: secrets.of(id), uploads: await uploads.of(id), configDir }) };
  }

  async #open(id: string): Promise<OpenedSystem> {
    const { contracts, processes } = this.#sources;
    const { definition, access, base } = await this.#read(id);
    const contract = (await this.#acceptedFor(definition, access)) ?? (await this.#accept(definition, access));
    processes.open({ ...access, contract, operations: chosenOperations(definition) });
    const offered = new Set(contract.operations.filter(({ problems }) => problems.length === 0).map(({ name }) => name));
    const system = { definition, contract, offered };
    this.#opened.set(id, { version: versionOf(base, contracts.of(id)?.acceptedAt), system });
    return system;
  }

  async #acceptedFor(definition: OperationsSystemDefinition, access: SystemAccess): Promise<Contract | null> {
    const { contracts } = this.#sources;
    return contracts.of(definition.id)?.fingerprint === contractFingerprint(access, definition) ? contracts.accepted(definition.id) : null;
  }

  /** Reads what the system says of itself and accepts it, for a definition that nobody has saved with a contract: one of a file, or a changed one. */
  async #accept(definition: OperationsSystemDefinition, access: SystemAccess): Promise<Contract> {
    const { contracts, processes, accepted } = this.#sources;
    const found = await processes.discover(access, AbortSignal.timeout(discoveryMs));
    const fingerprint = contractFingerprint(access, definition);
    await contracts.accept(definition.id, found, { fingerprint, everyHours: definition.drift.everyHours, unlessSame: true });
    await accepted(definition.id);
    return (await contracts.accepted(definition.id)) ?? found;
  }

  #baseOf(definition: OperationsSystemDefinition): string {
    const { secrets, uploads } = this.#sources;
    const own = hashes.get(definition) ?? inputHash(definition);
    hashes.set(definition, own);
    return inputHash([own, secrets.version(definition.id), uploads.version(definition.id)]);
  }
}

/** Definitions that have not changed stay the same objects. */
const hashes = new WeakMap<OperationsSystemDefinition, string>();

function versionOf(base: string, acceptedAt: string | undefined): string {
  return `${base} ${acceptedAt ?? ''}`;
}
