import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { AmanahError } from '@amanah/errors';
import type { Actor, AuditEntry, Log, UnknownWrite } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';
import type { WriteLedgerAdmin } from '../exchanges/contract.ts';
import { inputHash } from './input-hash.ts';

/** Time for a call to write its end after its deadline; then its process counts as dead. */
const graceSeconds = 15;
/** Ended writes are remembered so long, in days; a key that comes back later is a new write. */
const rememberDays = 400;
const forgetEveryMs = 3_600_000;
/** This process, by host, number and a name that no later process of the same number has. */
const thisProcess = `${hostname()} ${process.pid} ${randomUUID()}`;

/** A write that is about to be sent. */
export interface IntendedWrite {
  readonly system: string;
  readonly operation: string;
  readonly key: string;
  readonly input: unknown;
  readonly plugin: string | null;
  readonly case: string | null;
  readonly deadlineAt: Date;
}

/** How a write stands whose key was used before; `other`: by another write. */
export type UsedBefore = { readonly state: 'done'; readonly answer: unknown } | { readonly state: 'running' | 'unknown' | 'other' };
/** What the ledger knows of a key: `go` = write it now; otherwise how it stands. */
export type Begun = { readonly state: 'go' } | UsedBefore;

interface Row {
  readonly operation: string;
  readonly input_hash: string;
  readonly state: 'started' | 'done' | 'failed' | 'unknown';
  readonly answer: unknown;
}

/**
 * One row for each intended write, committed before the system is asked: the same key is never written twice, and what a dead process left open
 * becomes unknown, for a person to settle.
 */
export class WriteLedger {
  readonly #store: Pick<Store, 'hub'>;
  readonly #log: Log;
  #forgetAt = 0;

  constructor(store: Pick<Store, 'hub'>, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Takes the key for this write, unless it was used: a write that certainly failed may be done again with the same input. */
  async begin(write: IntendedWrite): Promise<Begun> {
    const hash = inputHash([write.operation, write.input]);
    const taken = await this.#store.hub.query(
      `INSERT INTO hub.system_write AS w (system_id, key, operation, input, input_hash, state, plugin, case_number, ends_by, process)
       VALUES ($1, $2, $3, $4, $5, 'started', $6, $7, $8::timestamptz + make_interval(secs => $9), $10)
       ON CONFLICT (system_id, key) DO UPDATE
         SET state = 'started', started_at = now(), ends_by = excluded.ends_by, process = excluded.process, ended_at = NULL, note = NULL
         WHERE w.state = 'failed' AND w.input_hash = excluded.input_hash
       RETURNING key`,
      [
        write.system,
        write.key,
        write.operation,
        JSON.stringify(write.input ?? null),
        hash,
        write.plugin,
        write.case,
        write.deadlineAt,
        graceSeconds,
        thisProcess,
      ],
      'system-write-begin',
    );
    if (taken.length > 0) return { state: 'go' };
    // Removed or failed between the two statements: the caller may try again.
    return (await this.recall(write)) ?? { state: 'running' };
  }

  /** How a write stands whose key was used before; `null` for one that was never sent or certainly failed. */
  async recall(write: Pick<IntendedWrite, 'system' | 'key' | 'operation' | 'input'>): Promise<UsedBefore | null> {
    const [row] = await this.#store.hub.query<Row>('SELECT operation, input_hash, state, answer FROM hub.system_write WHERE system_id = $1 AND key = $2', [
      write.system,
      write.key,
    ]);
    if (!row) return null;
    if (row.input_hash !== inputHash([write.operation, write.input])) return { state: 'other' };
    if (row.state === 'failed') return null;
    if (row.state === 'done') return { state: 'done', answer: row.answer };
    return { state: row.state === 'unknown' ? 'unknown' : 'running' };
  }

  /**
   * Writes how it ended. When the store cannot be reached the row stays open and becomes unknown: never a second write. A row that was already
   * taken for a dead process's is corrected; one that a person has settled is not touched.
   */
  async end(system: string, key: string, state: 'done' | 'failed' | 'unknown', answer?: unknown): Promise<void> {
    try {
      await this.#store.hub.query(
        `UPDATE hub.system_write SET state = $3, answer = $4, ended_at = now()
         WHERE system_id = $1 AND key = $2 AND process = $5 AND state IN ('started', 'unknown')`,
        [system, key, state, answer === undefined ? null : JSON.stringify(answer), thisProcess],
        'system-write-end',
      );
    } catch (error) {
      this.#log.error({ err: error, system, key, state }, 'how a write ended could not be kept; it will wait for a person');
    }
  }

  /** Turns what dead processes left open into unknown: those of this host at once, others when their calls must have ended. Forgets old ones. */
  async sweep(): Promise<void> {
    const open = await this.#store.hub.query<{ system_id: string; key: string; process: string; late: boolean }>(
      `SELECT system_id, key, process, ends_by < now() AS late FROM hub.system_write WHERE state = 'started'`,
    );
    for (const { system_id: system, key, process, late } of open) {
      if (!late && !this.#isDead(process)) continue;
      const ended = await this.#store.hub.query(
        `UPDATE hub.system_write SET state = 'unknown' WHERE system_id = $1 AND key = $2 AND process = $3 AND state = 'started' RETURNING key`,
        [system, key, process],
      );
      if (ended.length > 0) this.#log.error({ system, key }, 'a write was under way when its process ended; nobody knows whether it was done');
    }
    if (Date.now() < this.#forgetAt) return;
    this.#forgetAt = Date.now() + forgetEveryMs;
    await this.#store.hub.query(`DELETE FROM hub.system_write WHERE ended_at < now() - make_interval(days => $1) AND state IN ('done', 'failed')`, [
      rememberDays,
    ]);
  }

  /** What people do with writes whose outcome nobody knows. */
  admin(audit: { record(entry: AuditEntry): Promise<void> }): WriteLedgerAdmin {
    return { unknownWrites: () => this.unknown(), settleWrite: (...given) => this.#settle(audit, ...given) };
  }

  /** Writes whose outcome nobody knows, of one system or of all; oldest first. */
  async unknown(system?: string): Promise<readonly UnknownWrite[]> {
    const rows = await this.#store.hub.query<{
      system: string;
      operation: string;
      key: string;
      started_at: Date;
      plugin: string | null;
      case: string | null;
      input: unknown;
    }>(
      `SELECT system_id AS system, operation, key, started_at, plugin, case_number AS "case", input FROM hub.system_write
       WHERE state = 'unknown' AND ($1::text IS NULL OR system_id = $1) ORDER BY started_at`,
      [system ?? null],
    );
    return rows.map(({ started_at, ...row }) => ({ ...row, startedAt: started_at.toISOString() }));
  }

  async #settle(
    audit: { record(entry: AuditEntry): Promise<void> },
    system: string,
    key: string,
    found: 'done' | 'not-done',
    note: string,
    by: Actor | null,
    requestId: string,
  ): Promise<void> {
    const settled = await this.#store.hub.query(
      `UPDATE hub.system_write SET state = $3, note = $4, ended_at = now() WHERE system_id = $1 AND key = $2 AND state = 'unknown' RETURNING key`,
      [system, key, found === 'done' ? 'done' : 'failed', note],
    );
    if (settled.length === 0) throw new AmanahError('SYSTEMS_WRITE_UNKNOWN', { detail: `${system} ${key}` });
    await audit.record({ action: 'systems:write-settled', subject: `system/${system}`, actor: by, requestId, data: { key, found, note } });
  }

  /** Whether a process of this host is certainly gone; of another host nothing is known. */
  #isDead(name: string): boolean {
    const [host, pid] = name.split(' ');
    if (name === thisProcess || host !== hostname()) return false;
    if (Number(pid) === process.pid) return true;
    try {
      process.kill(Number(pid), 0);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
  }
}
