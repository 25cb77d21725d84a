import type { AnyActor, AuditEntry, Queryable } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';
import type { Audit } from './contract.ts';
import { chainHash, firstPrevious, recordedName, verifyChain } from './chain.ts';
import { latestRecords } from './latest-records.ts';

/** The audit record on the hub's schema. Records are chained by hashes: a changed or missing one shows. */
export async function createAudit(store: Pick<Store, 'hub'>): Promise<Audit> {
  return {
    record: (entry, tx) => (tx ? append(tx, entry) : store.hub.transaction((own) => append(own, entry))),
    verify: () => verifyChain(store.hub),
    latest: (filter) => latestRecords(store.hub, filter),
    close: async () => {},
  };
}

async function append(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['amanah audit chain']);
  const [last] = await tx.query<{ number: string; hash: string }>('SELECT number, hash FROM hub.audit_record ORDER BY number DESC LIMIT 1');
  const number = Number(last?.number ?? 0) + 1;
  const previous = last?.hash ?? firstPrevious;
  const at = new Date().toISOString();
  const actor = entry.actor && recordedActor(entry.actor);
  const body = JSON.stringify({ number, at, action: entry.action, actor, subject: entry.subject, requestId: entry.requestId, data: entry.data ?? {} });
  await tx.query('INSERT INTO hub.audit_record (number, at, action, actor, subject, request_id, body, previous, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)', [
    number,
    at,
    entry.action,
    recordedName(actor),
    entry.subject,
    entry.requestId,
    body,
    previous,
    chainHash(previous, body),
  ]);
}

function recordedActor(actor: AnyActor) {
  if ('system' in actor) return { client: actor.system.id, owner: actor.system.owner };
  return { person: actor.person.id, username: actor.username, capacity: actor.capacityId, acr: actor.acr };
}
