import { randomUUID } from 'node:crypto';
import type { FileStore } from '../files/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Part } from './host-health.ts';

const echoChannel = 'hub_health';
/** An event that waits longer than this for its handlers means that the relay does not keep up. */
const outboxLimitSeconds = 60;

/** The hub's own parts as its health names them. `event-stream` proves the way between replicas: a note to all comes back here. */
export async function hubParts(
  store: Store,
  jobs: Jobs,
  files: Pick<FileStore, 'check' | 'checkScanner'>,
): Promise<{ readonly parts: readonly Part[]; close(): Promise<void> }> {
  const waiting = new Map<string, () => void>();
  const unlisten = await store.listen(echoChannel, (id) => waiting.get(id)?.());

  async function echo(signal: AbortSignal): Promise<void> {
    const id = randomUUID();
    try {
      await new Promise<void>((resolve, reject) => {
        waiting.set(id, resolve);
        signal.addEventListener('abort', () => reject(new Error('a note to all replicas did not come back')), { once: true });
        store.notify(echoChannel, id).catch(reject);
      });
    } finally {
      waiting.delete(id);
    }
  }

  async function outboxMoves(): Promise<void> {
    const [row] = await store.hub.query<{ late: number }>(
      `SELECT count(*)::int AS late FROM hub.outbox WHERE occurred_at < now() - make_interval(secs => $1) AND attempts = 0`,
      [outboxLimitSeconds],
    );
    if (row && row.late > 0) throw new Error(`${row.late} events wait for more than ${outboxLimitSeconds} s`);
  }

  return {
    parts: [
      { part: 'database', critical: true, timeoutMs: 2_000, check: (signal) => store.ping(signal) },
      { part: 'files', critical: false, timeoutMs: 2_000, check: (signal) => files.check(signal) },
      ...(files.checkScanner ? [{ part: 'file-scanner', critical: false, timeoutMs: 2_000, check: files.checkScanner }] : []),
      { part: 'jobs', critical: false, timeoutMs: 2_000, check: (signal) => jobs.ping(signal) },
      { part: 'outbox', critical: false, timeoutMs: 2_000, check: outboxMoves },
      { part: 'event-stream', critical: false, timeoutMs: 2_000, check: echo },
    ],
    close: unlisten,
  };
}
