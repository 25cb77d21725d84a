import { AdapterError, type IncomingFile } from '@amanah/adapter-api';
import type { TakenFile } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import type { IntakeLook, IntakeParts } from './contract.ts';
import { type Delivery, type FileRecords, outcomeFor } from './file-records.ts';
import type { IntakePlan } from './intake-kinds.ts';
import { Postponed, takeFile } from './take-file.ts';

/** A listing or a settlement takes at most so long, in milliseconds; reading a file has the adapter's own bounds. */
const shortMs = 300_000;

interface Parts extends Pick<IntakeParts, 'store' | 'log' | 'processes'> {
  readonly records: FileRecords;
}

/** Looks into one folder: what an earlier look left unsettled, then every file that waits, oldest first. @throws AdapterError of listing */
export async function lookIntoFolder(parts: Parts, systemId: string, plan: IntakePlan, signal: AbortSignal): Promise<IntakeLook> {
  const { records, processes, log } = parts;
  const short = () => AbortSignal.any([signal, AbortSignal.timeout(shortMs)]);
  const taken: TakenFile[] = [];
  /** Kinds of which a file waits: those after it wait too, so that an older snapshot never replaces a newer one. */
  const waiting = new Set<string>();
  let [seen, postponed] = [0, 0];

  const settle = async (delivery: Delivery) => {
    const known = await records.byHash(systemId, delivery.hash);
    try {
      if (known) await processes.settleFile(systemId, delivery.file, outcomeFor(known, delivery.file), short());
    } catch (error) {
      // A kind that was renamed since has no file to settle any more.
      if (!(error instanceof AdapterError && error.outcome === 'input-invalid')) throw error;
    }
    if (plan.settle === 'leave') await records.saw(systemId, delivery.file);
    await records.settled(systemId, delivery);
  };
  const attempt = async (file: IncomingFile, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Postponed || error instanceof AdapterError || error instanceof AmanahError)) throw error;
      waiting.add(file.operation);
      postponed += 1;
      log.warn({ err: error, system: systemId, path: file.path }, 'a file of a system waits for the next look');
    }
  };

  for (const delivery of await records.unsettled(systemId)) await attempt(delivery.file, () => settle(delivery));
  const listed = await processes.listFiles(systemId, short());
  const files = plan.settle === 'leave' ? await records.unseen(systemId, listed) : listed;
  for (const file of files) {
    const kind = plan.kinds[file.operation];
    if (!kind || waiting.has(file.operation)) {
      postponed += kind ? 1 : 0;
      continue;
    }
    await attempt(file, async () => {
      const hash = await processes.hashFile(systemId, file, signal);
      if (await records.byHash(systemId, hash)) {
        seen += 1;
        await records.toSettle(systemId, { file, hash });
      } else {
        const { rows, rejected, state, detail } = await takeFile(parts, systemId, file, hash, kind, signal);
        taken.push({ path: file.path, operation: file.operation, hash, takenAt: new Date().toISOString(), rows, rejected, state, detail });
        log.info({ system: systemId, path: file.path, kind: file.operation, rows, rejected, state }, 'a file of a system was taken in');
      }
      await settle({ file, hash });
    });
  }
  return { taken, seen, postponed };
}
