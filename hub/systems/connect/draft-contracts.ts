import { createHash } from 'node:crypto';
import type { Contract } from '@amanah/adapter-api';
import { inputHash } from '../calls/input-hash.ts';
import { discoveryMs } from '../opened-systems.ts';
import type { AdapterProcesses, SystemAccess } from '../processes/contract.ts';

/** Somebody who connects a system tries its operations one after the other; the description is not read anew for each. */
const freshMs = 600_000;
const maxKept = 20;

/** Contracts of drafts, kept for a while in this process. */
export class DraftContracts {
  readonly #processes: Pick<AdapterProcesses, 'discover'>;
  readonly #kept = new Map<string, { readonly contract: Contract; readonly until: number }>();

  constructor(processes: Pick<AdapterProcesses, 'discover'>) {
    this.#processes = processes;
  }

  /** Reads what the system says of itself now. @throws AdapterError */
  async read(access: SystemAccess): Promise<Contract> {
    const contract = await this.#processes.discover(access, AbortSignal.timeout(discoveryMs));
    const key = keyOf(access);
    this.#kept.delete(key);
    this.#kept.set(key, { contract, until: Date.now() + freshMs });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return contract;
  }

  /** What it said a short while ago, or says now. @throws AdapterError */
  async recent(access: SystemAccess): Promise<Contract> {
    const kept = this.#kept.get(keyOf(access));
    return kept && kept.until > Date.now() ? kept.contract : this.read(access);
  }
}

/** Secrets go in as a hash: nothing is kept of them here. */
function keyOf({ protocol, connection, secrets, files }: SystemAccess): string {
  const hashes = Object.entries(files).map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')]);
  return inputHash([protocol, connection, secrets, hashes]);
}
