import type { Queryable } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';
import { bodyOf, chainHash, firstPrevious, sha256 } from './chain-line.ts';
import type { JournalEntry } from './journal.ts';

export interface ChainEnd {
  readonly number: number;
  readonly hash: string;
}

/**
 * Adds entries to the chain in one transaction, those that are there already left out: bringing the same journal twice does no harm.
 * One writer at a time over all replicas.
 */
export async function addToChain(store: Pick<Store, 'hub'>, entries: readonly JournalEntry[]): Promise<void> {
  await store.hub.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['amanah exchange chain']);
    const known = await tx.query<{ id: string }>('SELECT id FROM hub.exchange WHERE id = ANY($1::uuid[])', [entries.map(({ record }) => record.id)]);
    const seen = new Set(known.map(({ id }) => id));
    const fresh = entries.filter(({ record: { id } }) => !seen.has(id) && seen.add(id));
    if (fresh.length > 0) await insert(tx, fresh, await endOfChain(tx));
  });
}

/** The last record of the chain. */
export async function endOfChain(db: Queryable): Promise<ChainEnd> {
  const [last] = await db.query<{ number: string; hash: string }>('SELECT number, hash FROM hub.exchange ORDER BY number DESC LIMIT 1');
  return last ? { number: Number(last.number), hash: last.hash } : { number: 0, hash: firstPrevious };
}

async function insert(tx: Queryable, entries: readonly JournalEntry[], end: ChainEnd): Promise<void> {
  let { number, hash: previous } = end;
  const rows = entries.map(({ record }) => {
    number += 1;
    const body = bodyOf(number, record);
    const row = { number, record, body, previous, hash: chainHash(previous, sha256(body)) };
    previous = row.hash;
    return row;
  });
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick);
  await tx.query(
    `INSERT INTO hub.exchange (number, id, at, ms, system_id, operation, effect, outcome, person_id, case_number, plugin, request_id, body, previous, hash)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])`,
    [
      column((row) => row.number),
      column(({ record }) => record.id),
      column(({ record }) => record.at),
      column(({ record }) => record.ms),
      column(({ record }) => record.system),
      column(({ record }) => record.operation),
      column(({ record }) => record.effect),
      column(({ record }) => record.outcome),
      column(({ record }) => record.actor?.person ?? null),
      column(({ record }) => record.case),
      column(({ record }) => record.plugin),
      column(({ record }) => record.requestId),
      column((row) => row.body),
      column((row) => row.previous),
      column((row) => row.hash),
    ],
  );
  const messages = entries.flatMap(({ record, sent, received }) => [
    ...(sent === null ? [] : [{ id: record.id, at: record.at, side: 'request', content: Buffer.from(sent, 'base64') }]),
    ...(received === null ? [] : [{ id: record.id, at: record.at, side: 'response', content: Buffer.from(received, 'base64') }]),
  ]);
  if (messages.length === 0) return;
  await tx.query(
    'INSERT INTO hub.exchange_message (exchange_id, side, at, content) SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bytea[])',
    [messages.map(({ id }) => id), messages.map(({ side }) => side), messages.map(({ at }) => at), messages.map(({ content }) => content)],
  );
}
