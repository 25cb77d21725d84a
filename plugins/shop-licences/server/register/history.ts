import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { Cause, LicenceChange, LicenceState } from '../../contract.ts';

export type ChangeKind = 'issued' | 'renewed' | 'amended' | 'transferred' | 'suspended' | 'lifted' | 'cancelled' | 'duplicated';

const mostShown = 500;

/** Adds to the history of a licence whose row is locked, with its state and days as they are now. */
export async function noteChange(
  tx: Queryable,
  number: string,
  kind: ChangeKind,
  { request, why, by }: Cause,
  before: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query(
    `INSERT INTO licence_history (number, nth, kind, state, valid_until, person_id, person_name, request, why, before)
     SELECT number, (SELECT coalesce(max(nth), 0) + 1 FROM licence_history WHERE number = $1), $2, state, valid_until, $3, $4, $5, $6, $7
     FROM licence WHERE number = $1`,
    [number, kind, by?.id ?? null, by ? JSON.stringify(by.name) : null, request ?? null, why ?? null, JSON.stringify(before)],
  );
}

/** What happened to a licence since it came into this register, oldest first. */
export async function historyOf(db: Queryable, number: string): Promise<LicenceChange[]> {
  const rows = await db.query<{
    at: Date;
    kind: string;
    state: LicenceState;
    validUntil: string;
    by: Bilingual | null;
    request: string | null;
    why: string | null;
  }>(
    `SELECT at, kind, state, valid_until::text AS "validUntil", person_name AS by, request, why FROM licence_history WHERE number = $1 ORDER BY nth LIMIT ${mostShown}`,
    [number],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
