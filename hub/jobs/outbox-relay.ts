import { AmanahError } from '@amanah/errors';
import type { Call, Log, PluginEvent, Queryable } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';
import { keepDeadLetter, type TakenLetter } from './dead-letters.ts';
import { retryDelay, type RetryDelays } from './retry-delays.ts';

type Handle = (event: PluginEvent, call: Call) => Promise<void>;

interface Subscription {
  /** Stable across restarts: owner and type. */
  readonly handler: string;
  readonly owner: string;
  readonly type: string;
  readonly handle: Handle;
}

interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly data: unknown;
  readonly occurred_at: Date;
  readonly attempts: number;
}

/** Failures of one event after which it becomes a dead letter and its subject goes on. */
const attemptsPerEvent = 10;
const lanes = 3;
/** Stands for every type of event. */
const everyType = '*';
/** Looks by itself this often, in milliseconds, since a notification may be lost. */
const lookEveryMs = 1_000;

/**
 * Delivers committed events to their handlers, at least once and in order per subject, from any number of replicas: an event is
 * held by its row lock while its handlers run, so a crash frees it for another process at once.
 */
export function createRelay({ store, log, delays }: { store: Pick<Store, 'hub' | 'listen'>; log: Log; delays: RetryDelays }) {
  const subscriptions = new Map<string, Subscription[]>();
  const stopping = new AbortController();
  let stopListening: (() => Promise<void>) | null = null;
  const running: Promise<void>[] = [];
  const sleepers = new Set<() => void>();

  function subscribe(owner: string, type: string, handle: Handle): void {
    const list = subscriptions.get(type) ?? [];
    const same = list.filter((subscription) => subscription.owner === owner).length;
    list.push({ handler: same === 0 ? owner : `${owner}#${same + 1}`, owner, type, handle });
    subscriptions.set(type, list);
  }

  /** Subscriptions to a type, and those to everything. */
  const subscribedTo = (type: string) => [...(subscriptions.get(type) ?? []), ...(subscriptions.get(everyType) ?? [])];

  /** Takes the next due event; `false` when there is none. */
  async function deliverNext(): Promise<boolean> {
    return store.hub.transaction(async (tx) => {
      const [row] = await tx.query<OutboxRow>(
        `SELECT position, id, type, source, subject, data, occurred_at, attempts FROM hub.outbox AS o
         WHERE next_attempt_at <= now()
           AND NOT EXISTS (SELECT 1 FROM hub.outbox AS earlier WHERE earlier.subject = o.subject AND earlier.position < o.position)
         ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!row) return false;
      await deliver(tx, row);
      return true;
    });
  }

  async function deliver(tx: Queryable, row: OutboxRow): Promise<void> {
    const done = new Set(
      (await tx.query<{ handler: string }>('SELECT handler FROM hub.outbox_handled WHERE position = $1', [row.position])).map(({ handler }) => handler),
    );
    let final = row.attempts + 1 >= attemptsPerEvent;
    let failure: unknown = null;
    let counts = true;
    for (const subscription of subscribedTo(row.type)) {
      if (done.has(subscription.handler)) continue;
      try {
        await subscription.handle(eventOf(row), { actor: null, language: 'ar', signal: stopping.signal, requestId: `event-${row.id}` });
        await tx.query('INSERT INTO hub.outbox_handled (position, handler) VALUES ($1, $2)', [row.position, subscription.handler]);
      } catch (error) {
        failure = error;
        if (isQueueAway(error)) [counts, final] = [false, false];
        log.warn({ err: error, event: row.type, id: row.id, handler: subscription.handler, attempt: row.attempts + 1 }, 'event handler failed');
        if (final) await bury(tx, row, subscription, error);
      }
    }
    if (failure === null || final) await tx.query('DELETE FROM hub.outbox WHERE position = $1', [row.position]);
    else {
      await tx.query(
        `UPDATE hub.outbox SET attempts = attempts + $4, last_error = $2, next_attempt_at = now() + $3 * interval '1 millisecond' WHERE position = $1`,
        [row.position, String(failure).slice(0, 2_000), retryDelay(delays, row.attempts + 1), counts ? 1 : 0],
      );
    }
  }

  async function lane(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await deliverNext().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'the outbox could not be read');
        return false;
      });
      if (!more && !stopping.signal.aborted) await untilWoken();
    }
  }

  function wake(): void {
    for (const resume of sleepers) resume();
  }

  function untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        sleepers.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, lookEveryMs);
      sleepers.add(resume);
    });
  }

  return {
    subscribe,
    subscribeAll: (owner: string, handle: Handle) => subscribe(owner, everyType, handle),
    async start(): Promise<void> {
      stopListening = await store.listen('amanah_outbox', () => wake());
      for (let count = 0; count < lanes; count++) running.push(lane());
    },
    /** Runs the handler of a dead letter again, now. @throws what the handler throws */
    async replay(letter: TakenLetter): Promise<void> {
      const { event, handler } = letter.input as { event: PluginEvent; handler: string };
      const subscription = subscribedTo(event.type).find((candidate) => candidate.handler === handler);
      if (!subscription) throw new Error(`no handler ${handler} of ${event.type} in this release`);
      await subscription.handle(event, { actor: null, language: 'ar', signal: stopping.signal, requestId: `event-${event.id}` });
    },
    async close(drainMs: number): Promise<void> {
      stopping.abort();
      wake();
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
      await stopListening?.();
    },
  };
}

/** A queue that is away is no failure of the event: it waits for Redis, however long that takes, and never becomes a dead letter. */
export function isQueueAway(error: unknown): boolean {
  return error instanceof AmanahError && error.code === 'STORE_QUEUE_UNAVAILABLE';
}

async function bury(tx: Queryable, row: OutboxRow, subscription: Subscription, error: unknown): Promise<void> {
  await keepDeadLetter(tx, {
    run: `event ${row.id} ${subscription.handler}`,
    kind: 'event',
    owner: subscription.owner,
    name: row.type,
    input: { event: eventOf(row), handler: subscription.handler },
    error,
    attempts: row.attempts + 1,
  });
}

function eventOf(row: OutboxRow): PluginEvent {
  return { id: row.id, type: row.type, source: row.source, subject: row.subject, time: row.occurred_at.toISOString(), data: row.data };
}
