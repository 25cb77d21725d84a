import { createHash } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';
import type { AuditCheck } from './contract.ts';

/** What the first record is chained to. */
export const firstPrevious = '0'.repeat(64);

/** Hash of a record: over the hash before it and its exact text. */
export function chainHash(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}

/** The actor as the record's text has it; a system that called under its own name stands as its client. */
type RecordedActor = { readonly person: string } | { readonly client: string };

/** The actor as the record's column has it, by which the record is searched. */
export function recordedName(actor: RecordedActor | null): string | null {
  if (!actor) return null;
  return 'client' in actor ? `client/${actor.client}` : actor.person;
}

interface Row {
  readonly number: string;
  readonly at: Date;
  readonly action: string;
  readonly actor: string | null;
  readonly subject: string;
  readonly request_id: string;
  readonly body: string;
  readonly previous: string;
  readonly hash: string;
}

/** Walks the chain from the first record; reads a thousand at a time. */
export async function verifyChain(db: Queryable): Promise<AuditCheck> {
  let previous = firstPrevious;
  let number = 0;
  for (;;) {
    const rows = await db.query<Row>('SELECT * FROM hub.audit_record WHERE number > $1 ORDER BY number LIMIT 1000', [number]);
    for (const row of rows) {
      const reason = fault(row, number + 1, previous);
      if (reason) return { records: number, brokenAt: number + 1, reason };
      previous = row.hash;
      number += 1;
    }
    if (rows.length < 1000) return { records: number, brokenAt: null, reason: null };
  }
}

function fault(row: Row, expected: number, previous: string): string | null {
  if (Number(row.number) !== expected) return `record ${expected} is missing`;
  if (row.previous !== previous) return 'the record before it was changed';
  if (row.hash !== chainHash(previous, row.body)) return 'its text was changed';
  const body = JSON.parse(row.body) as { at: string; action: string; subject: string; requestId: string; actor: RecordedActor | null };
  const same = body.at === row.at.toISOString() && body.action === row.action && body.subject === row.subject && body.requestId === row.request_id;
  return same && recordedName(body.actor) === row.actor ? null : 'its columns differ from its text';
}
