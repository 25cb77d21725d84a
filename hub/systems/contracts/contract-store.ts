import type { Contract } from '@amanah/adapter-api';
import type { ContractChange, ContractState, Queryable } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { touchedOperations } from './compare-contracts.ts';

/** What is kept of a difference; a description that was written anew has more than anybody reads. */
const maxChanges = 500;
/** So long one process has for a comparison before another may make it. */
const claimSeconds = 300;
/** However often a system answers what its contract does not say, it is read again no more often than this. */
const suspectSeconds = 60;
/** A system that could not be read is asked again after this, at the latest. */
const againHours = 1;

/** Where the contract of a system stands, without the contract itself. */
export interface KeptContract extends ContractState {
  readonly fingerprint: string;
  /** Operations, by their names in the contract, whose calls must not go on; `null` in it stands for all. */
  readonly touched: ReadonlySet<string | null>;
}

interface Row {
  readonly system_id: string;
  readonly kind: string;
  readonly version: string | null;
  readonly fingerprint: string;
  readonly accepted_at: Date;
  readonly changes: readonly ContractChange[];
  readonly needs_review: boolean;
  readonly checked_at: Date | null;
}

/** Accepted contracts, and what the last comparison with the live ones found; every replica holds where they stand. */
export class ContractStore {
  readonly #store: Pick<Store, 'hub'>;
  #kept: ReadonlyMap<string, KeptContract> = new Map();
  readonly #read = new Map<string, { readonly acceptedAt: string; readonly contract: Contract }>();

  constructor(store: Pick<Store, 'hub'>) {
    this.#store = store;
  }

  /** Reads where all contracts stand; an older reading must not overwrite a newer. */
  readonly load = oneAtATime(() => this.#load());

  async #load(): Promise<void> {
    const rows = await this.#store.hub.query<Row>(
      'SELECT system_id, kind, version, fingerprint, accepted_at, changes, needs_review, checked_at FROM hub.system_contract',
    );
    this.#kept = new Map(rows.map((row) => [row.system_id, keptOf(row)]));
    for (const [id, { acceptedAt }] of this.#read) if (this.#kept.get(id)?.acceptedAt !== acceptedAt) this.#read.delete(id);
  }

  of(system: string): KeptContract | null {
    return this.#kept.get(system) ?? null;
  }

  /** The accepted contract itself. */
  async accepted(system: string): Promise<Contract | null> {
    const known = this.#read.get(system);
    if (known && known.acceptedAt === this.of(system)?.acceptedAt) return known.contract;
    const [row] = await this.#store.hub.query<{ accepted: Contract; accepted_at: Date }>(
      'SELECT accepted, accepted_at FROM hub.system_contract WHERE system_id = $1',
      [system],
    );
    if (!row) return null;
    this.#read.set(system, { acceptedAt: row.accepted_at.toISOString(), contract: row.accepted });
    return row.accepted;
  }

  /** Takes a contract as the accepted one. With `unlessSame`, only when the kept one was accepted for another fingerprint: replicas that find it at once keep one. */
  async accept(
    system: string,
    contract: Contract,
    given: { readonly fingerprint: string; readonly everyHours: number; readonly unlessSame?: boolean },
    tx: Queryable = this.#store.hub,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO hub.system_contract AS c (system_id, accepted, kind, version, fingerprint, checked_at, due_at)
       VALUES ($1, $2, $3, $4, $5, now(), now() + make_interval(secs => $6))
       ON CONFLICT (system_id) DO UPDATE
         SET accepted = $2, kind = $3, version = $4, fingerprint = $5, accepted_at = now(), changes = '[]', needs_review = false, checked_at = now(), due_at = excluded.due_at
         WHERE NOT $7 OR c.fingerprint <> $5`,
      [system, JSON.stringify(contract), contract.kind, contract.version, given.fingerprint, given.everyHours * 3_600, given.unlessSame ?? false],
    );
    this.#read.delete(system);
  }

  /** Keeps what a comparison found. @returns whether a person has to look now and had not before */
  async keepChanges(system: string, changes: readonly ContractChange[], everyHours: number): Promise<boolean> {
    const needsReview = touchedOperations(changes).size > 0;
    const before = await this.#store.hub.query<{ needs_review: boolean }>(
      `UPDATE hub.system_contract c SET changes = $2, needs_review = $3, checked_at = now(), due_at = now() + make_interval(secs => $4)
       FROM (SELECT needs_review FROM hub.system_contract WHERE system_id = $1 FOR UPDATE) AS before WHERE c.system_id = $1 RETURNING before.needs_review`,
      [system, JSON.stringify(bounded(changes)), needsReview, everyHours * 3_600],
    );
    return needsReview && before[0]?.needs_review === false;
  }

  /** Of these systems, those whose comparison is due; each is given to one process over all replicas. */
  async claimDue(systems: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#store.hub.query<{ system_id: string }>(
      'UPDATE hub.system_contract SET due_at = now() + make_interval(secs => $2) WHERE system_id = ANY($1) AND due_at <= now() RETURNING system_id',
      [systems, claimSeconds],
    );
    return rows.map(({ system_id }) => system_id);
  }

  /** An answer was not what the contract says: the comparison is due now, unless it has just been made. */
  async dueNow(system: string): Promise<void> {
    await this.#store.hub.query(
      `UPDATE hub.system_contract SET due_at = now()
       WHERE system_id = $1 AND due_at > now() AND coalesce(checked_at, accepted_at) < now() - make_interval(secs => $2)`,
      [system, suspectSeconds],
    );
  }

  /** The live contract could not be read: asked again later, nothing is known anew. */
  async postpone(system: string, everyHours: number): Promise<void> {
    await this.#store.hub.query('UPDATE hub.system_contract SET due_at = now() + make_interval(secs => $2) WHERE system_id = $1', [
      system,
      Math.min(againHours, everyHours) * 3_600,
    ]);
  }
}

/** Breaking changes of used operations come first, so that they are kept whatever the number. */
function bounded(changes: readonly ContractChange[]): readonly ContractChange[] {
  const weight = ({ breaking, used }: ContractChange) => Number(breaking && used) * 2 + Number(breaking || used);
  return changes.length <= maxChanges ? changes : changes.toSorted((a, b) => weight(b) - weight(a)).slice(0, maxChanges);
}

function keptOf({ kind, version, fingerprint, accepted_at, changes, needs_review, checked_at }: Row): KeptContract {
  return {
    acceptedAt: accepted_at.toISOString(),
    kind,
    version,
    checkedAt: checked_at?.toISOString() ?? null,
    changes,
    needsReview: needs_review,
    fingerprint,
    touched: needs_review ? touchedOperations(changes) : new Set(),
  };
}
