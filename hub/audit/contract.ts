import type { AuditAdmin, AuditEntry, Queryable } from '@amanah/plugin-api';

/** Result of checking the chain; `brokenAt` is the first record that is not what was written. */
export interface AuditCheck {
  readonly records: number;
  readonly brokenAt: number | null;
  readonly reason: string | null;
}

/** The append-only record of what was done. */
export interface Audit extends Pick<AuditAdmin, 'latest'> {
  /** Adds a record, in the caller's transaction when one is given. */
  record(entry: AuditEntry, tx?: Queryable): Promise<void>;
  verify(): Promise<AuditCheck>;
  close(): Promise<void>;
}
