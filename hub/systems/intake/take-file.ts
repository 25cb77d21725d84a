import { AdapterError, type IncomingFile } from '@amanah/adapter-api';
import type { Queryable, Store } from '../../store/contract.ts';
import type { AdapterProcesses } from '../processes/contract.ts';
import type { FileRecords, KnownFile } from './file-records.ts';
import { FileRows } from './file-rows.ts';
import type { IntakeKind } from './intake-kinds.ts';

/** Rejected rows are kept for a season; the file's record stays. */
const rejectedDays = 90;

interface Parts {
  readonly store: Store;
  readonly records: FileRecords;
  readonly processes: Pick<AdapterProcesses, 'hashFile' | 'readFile'>;
}

/** Nothing was taken, and the next look tries again. */
export class Postponed extends Error {}

/**
 * Takes one content in: its record, its rows and its event in one transaction, under a lock of the system, so that of several replicas one
 * does and the others find it done. @throws Postponed, AdapterError when the folder cannot be read now
 */
export async function takeFile(parts: Parts, systemId: string, file: IncomingFile, hash: string, kind: IntakeKind, signal: AbortSignal): Promise<KnownFile> {
  try {
    return await inTurn(parts, systemId, file, hash, (tx) => readInto(tx, parts, systemId, file, hash, kind, signal));
  } catch (error) {
    if (!(error instanceof AdapterError) || !['contract-violation', 'too-large'].includes(error.outcome)) throw error;
    // Only what was hashed may be called unreadable: meanwhile another file may have come under the name.
    if ((await parts.processes.hashFile(systemId, file, signal)) !== hash) throw new Postponed(`${file.path} was replaced while it was read`);
    return inTurn(parts, systemId, file, hash, async (tx) => void (await parts.records.add(tx, systemId, file, hash, 'unreadable', error.message)));
  }
}

async function inTurn(
  { store, records }: Parts,
  systemId: string,
  file: IncomingFile,
  hash: string,
  work: (tx: Queryable) => Promise<void>,
): Promise<KnownFile> {
  return store.hub.transaction(async (tx) => {
    const [turn] = await tx.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended('intake ' || $1, 0)) AS mine`, [systemId]);
    if (!turn?.mine) throw new Postponed('another replica is taking a file of this system');
    if (!(await records.byHash(systemId, hash, tx))) await work(tx);
    await records.toSettle(systemId, { file, hash }, tx);
    return (await records.byHash(systemId, hash, tx))!;
  });
}

async function readInto(
  tx: Queryable,
  { store, records, processes }: Parts,
  systemId: string,
  file: IncomingFile,
  hash: string,
  kind: IntakeKind,
  signal: AbortSignal,
): Promise<void> {
  const newer = kind.mode === 'snapshot' ? await records.newerThan(tx, systemId, file.operation, file.modifiedAt) : null;
  if (newer !== null) return void (await records.add(tx, systemId, file, hash, 'unreadable', `older than ${newer}, which holds`));
  const id = (await records.add(tx, systemId, file, hash, 'taken'))!;
  const rows = new FileRows(tx, { id, systemId, kind: file.operation }, kind);
  await rows.begin();
  const read = await processes.readFile(systemId, file, rows, signal);
  if (read.hash !== hash) throw new Postponed(`${file.path} was replaced while it was read`);
  await records.counted(tx, id, rows.counts);
  await tx.query(
    `DELETE FROM hub.intake_rejected WHERE file_id IN (SELECT id FROM hub.intake_file WHERE system_id = $1 AND taken_at < now() - make_interval(days => $2))`,
    [systemId, rejectedDays],
  );
  await store.emit(tx, {
    type: 'systems.file.taken',
    source: '/systems',
    subject: `system/${systemId}`,
    data: { system: systemId, kind: file.operation, path: file.path, hash, ...rows.counts },
  });
}
