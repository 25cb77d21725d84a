import { join } from 'node:path';
import type { AuditEntry, Log } from '@amanah/plugin-api';
import type { HubConfig } from '../../config/contract.ts';
import type { Store } from '../../store/contract.ts';
import { addToChain } from './chain-writer.ts';
import { maxKeptBytes, recordOf } from './chain-line.ts';
import { addCheckpoint } from './checkpoints.ts';
import type { Exchanges, FinishedExchange, WriteLedgerAdmin } from './contract.ts';
import { openEvidenceKey } from './evidence-key.ts';
import { evidenceBundle } from './evidence.ts';
import { Journal, leftJournals, type JournalEntry } from './journal.ts';
import { readExchange } from './read-exchange.ts';
import { removeOldMessages } from './retention.ts';
import { searchExchanges } from './search.ts';

/**
 * A call waits at most this long for its record to be in the journal of this machine. A disk that is slower is told to the operator; the call goes on
 * and its record follows.
 */
export const longestWaitMs = 250;
/** How often the journal is brought into the store. */
const everyMs = 100;
const checkpointEveryMs = 60_000;
const retentionEveryMs = 3_600_000;
/** Longest time that closing brings the journal into the store; what is left is brought by the next process. */
const closeMs = 5_000;

interface Sources {
  readonly config: Pick<HubConfig, 'dataDir' | 'sealKey'>;
  readonly store: Pick<Store, 'hub'>;
  readonly log: Log;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly ledger: WriteLedgerAdmin;
}

/**
 * The record of exchanges. A call's record goes into a journal file on this machine before the call returns (no database in its way), and from there into
 * the chain in the store, in portions. A store that is slow or away delays the chain, never a call; a process that is killed loses nothing.
 */
export async function createExchanges({ config, store, log, audit, ledger }: Sources): Promise<Exchanges> {
  const folder = join(config.dataDir, 'exchanges');
  const [journal, key] = await Promise.all([Journal.open(folder), openEvidenceKey(store, config.sealKey)]);
  let slow = false;
  let behind = false;
  let turn: Promise<void> = Promise.resolve();
  let nextCheckpoint = Date.now() + checkpointEveryMs;
  let nextRetention = 0;

  /** Brings everything that waits into the chain, one after the other. */
  const drain = () => (turn = turn.then(drainOnce, drainOnce));
  const drainOnce = async () => {
    try {
      for (;;) {
        const { entries, taken } = await journal.next();
        if (entries.length > 0) await addToChain(store, entries);
        await taken();
        if (journal.waiting === 0) break;
      }
      if (behind) log.info({}, 'the record of exchanges is written again');
      behind = false;
    } catch (error) {
      if (!behind) log.error({ err: error, waitingBytes: journal.waiting }, 'the record of exchanges cannot be written to the store; it waits in the journal');
      behind = true;
    }
  };
  const takeLeft = async () => {
    for await (const left of leftJournals(folder)) {
      for await (const entries of left.entries()) await addToChain(store, entries);
      await left.remove();
    }
  };
  const tick = async () => {
    if (journal.waiting > 0) await drain();
    const now = Date.now();
    if (now >= nextCheckpoint) {
      nextCheckpoint = now + checkpointEveryMs;
      await takeLeft();
      await addCheckpoint(store, key);
    }
    if (now >= nextRetention) {
      nextRetention = now + retentionEveryMs;
      await removeOldMessages(store);
    }
  };
  await takeLeft();
  let timer = setTimeout(function again() {
    void tick()
      .catch((error: unknown) => log.warn({ err: error }, 'the record of exchanges could not be looked after'))
      .finally(() => (timer = setTimeout(again, everyMs).unref()));
  }, everyMs).unref();

  const record = async (exchange: FinishedExchange): Promise<void> => {
    let waiting: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (waiting = setTimeout(resolve, longestWaitMs, 'late')));
    const appended = journal.append(entryOf(exchange)).then(
      () => 'kept' as const,
      (error: unknown) => {
        log.error({ err: error, exchange: exchange.id, system: exchange.system }, 'an exchange could not be written to the journal');
        return 'lost' as const;
      },
    );
    const ended = await Promise.race([appended, late]);
    clearTimeout(waiting);
    if (ended === 'late' && !slow) log.warn({ boundMs: longestWaitMs }, 'the journal of exchanges is slow; calls do not wait for it');
    slow = ended === 'late';
  };

  return {
    record,
    admin: {
      ...ledger,
      search: (filter) => searchExchanges(store.hub, filter),
      async read(id, reader, unmasked, requestId) {
        await drain();
        const found = await readExchange(store.hub, id, unmasked);
        if (unmasked) await audit.record({ action: 'systems:exchange-read-unmasked', subject: `exchange/${id}`, actor: reader, requestId });
        return found;
      },
      async evidence(ids, by, requestId) {
        await drain();
        await addCheckpoint(store, key);
        const bundle = await evidenceBundle(store.hub, key, ids, by);
        await audit.record({ action: 'systems:evidence-exported', subject: `exchange/${ids[0] ?? ''}`, actor: by, requestId, data: { exchanges: ids.length } });
        return bundle;
      },
    },
    async close() {
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      await Promise.race([drain(), new Promise<void>((resolve) => (late = setTimeout(resolve, closeMs)))]);
      clearTimeout(late);
      await journal.close();
    },
  };
}

function entryOf(exchange: FinishedExchange): JournalEntry {
  const kept = (message: FinishedExchange['sent']) =>
    message && Buffer.from(message.bytes.buffer, message.bytes.byteOffset, Math.min(message.bytes.length, maxKeptBytes)).toString('base64');
  return { record: recordOf(exchange), sent: kept(exchange.sent), received: kept(exchange.received) };
}
