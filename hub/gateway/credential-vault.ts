import type { Credential } from '@amanah/adapter-api';
import type { Secret } from '../config/secret.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { Store } from '../store/contract.ts';

/** What is kept of a person's user name and password of a system. */
export interface KeptCredential extends Credential {
  /** The system did not take them; nothing is tried again until the person gives new ones, so that no account is locked. */
  readonly refused: boolean;
}

/** A person's own user names and passwords of connected systems, sealed at rest and bound to person and system. */
export class CredentialVault {
  readonly #store: Store;
  readonly #key: Secret;

  constructor(store: Store, key: Secret) {
    this.#store = store;
    this.#key = key;
  }

  async read(personId: string, systemId: string): Promise<KeptCredential | null> {
    const [row] = await this.#store.hub.query<{ sealed: string; refused: boolean }>(
      'SELECT sealed, refused FROM hub.credential WHERE person_id = $1 AND system_id = $2',
      [personId, systemId],
    );
    return row ? { ...(JSON.parse(unseal(this.#key, purpose(personId, systemId), row.sealed)) as Credential), refused: row.refused } : null;
  }

  async keep(personId: string, systemId: string, credential: Credential): Promise<void> {
    const sealed = seal(this.#key, purpose(personId, systemId), JSON.stringify(credential));
    await this.#store.hub.query(
      `INSERT INTO hub.credential (person_id, system_id, sealed) VALUES ($1, $2, $3)
       ON CONFLICT (person_id, system_id) DO UPDATE SET sealed = $3, refused = false, changed_at = now()`,
      [personId, systemId, sealed],
    );
  }

  async markRefused(personId: string, systemId: string): Promise<void> {
    await this.#store.hub.query('UPDATE hub.credential SET refused = true WHERE person_id = $1 AND system_id = $2', [personId, systemId]);
  }

  async forget(personId: string, systemId: string): Promise<void> {
    await this.#store.hub.query('DELETE FROM hub.credential WHERE person_id = $1 AND system_id = $2', [personId, systemId]);
  }
}

function purpose(personId: string, systemId: string): string {
  return `credential/${systemId}/${personId}`;
}
