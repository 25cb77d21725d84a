import type { Log, Queryable } from '@amanah/plugin-api';
import { Webhook } from 'standardwebhooks';
import type { Secret } from '../config/secret.ts';
import type { GuardedFetch } from '../identity/oidc/guarded-fetch.ts';
import { unseal } from '../identity/seal.ts';
import type { Store } from '../store/contract.ts';
import type { CloudEvent } from './cloud-event.ts';
import { nextAttemptSeconds } from './retry-schedule.ts';

/** Longest wait for a subscriber's answer, in milliseconds. */
const answerMs = 10_000;
/** Deliveries under way at once in one process; a subscriber has one of them at most, so a slow one holds up itself alone. */
const lanes = 4;
const lookEveryMs = 1_000;
/** How long the log of deliveries is kept. */
const logDays = 30;

interface Due {
  readonly id: string;
  readonly event: CloudEvent;
  readonly attempts: number;
  readonly webhook_id: string;
  readonly url: string;
  readonly sealed_secret: string;
  readonly sealed_previous: string | null;
}

/** What the seal of a subscription's secret is bound to. */
export const secretPurpose = (webhookId: string) => `webhook/${webhookId}`;

interface Sources {
  readonly store: Pick<Store, 'hub'>;
  readonly sealKey: Secret;
  readonly log: Log;
  readonly fetch: GuardedFetch;
  /** Milliseconds, for tests that cannot wait for real back-off. */
  readonly nextAttemptMs?: (failed: number) => number | null;
}

/**
 * Sends what is due, from any number of replicas: a delivery is held by its row lock while it is under way, so a crash frees it for another process at
 * once. At least once: a subscriber that answered while we were killed gets it again, under the same `webhook-id`.
 */
export function createDeliverer({ store, sealKey, log, fetch, nextAttemptMs = afterFailures }: Sources) {
  const stopping = new AbortController();
  const sleepers = new Set<() => void>();
  const running: Promise<void>[] = [];
  let nextSweep = 0;

  /** Takes one that is due; `false` when there is none. */
  async function deliverNext(): Promise<boolean> {
    return store.hub.transaction(async (tx) => {
      const [due] = await tx.query<Due>(
        `SELECT d.id, d.event, d.attempts, d.webhook_id, w.url, w.sealed_secret, CASE WHEN w.previous_until > now() THEN w.sealed_previous END AS sealed_previous
         FROM hub.webhook_delivery d JOIN hub.webhook w ON w.id = d.webhook_id
         WHERE d.state = 'waiting' AND d.next_at <= now() AND w.active
         ORDER BY d.next_at LIMIT 1 FOR NO KEY UPDATE OF d, w SKIP LOCKED`,
      );
      if (!due) return false;
      const ended = await send(due);
      await settle(tx, due, ended);
      return true;
    });
  }

  async function send(due: Due): Promise<{ status: number | null; error: string | null }> {
    const body = JSON.stringify(due.event);
    const at = new Date();
    const secrets = [due.sealed_secret, due.sealed_previous].flatMap((sealed) =>
      sealed === null ? [] : [unseal(sealKey, secretPurpose(due.webhook_id), sealed)],
    );
    try {
      const answer = await fetch(due.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'user-agent': 'amanah-hub-webhooks',
          'webhook-id': due.event.id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(due.event.id, at, body)).join(' '),
        },
        body,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(answerMs)]),
      });
      await answer.body?.cancel();
      return { status: answer.status, error: answer.ok ? null : `status ${answer.status}` };
    } catch (error) {
      const { cause, message, name } = error as Error & { cause?: { code?: string } };
      return { status: null, error: name === 'TimeoutError' ? `no answer within ${answerMs} ms` : (cause?.code ?? message) };
    }
  }

  async function settle(tx: Queryable, due: Due, { status, error }: { status: number | null; error: string | null }): Promise<void> {
    if (error === null) {
      await tx.query(
        "UPDATE hub.webhook_delivery SET state = 'delivered', attempts = attempts + 1, last_status = $2, last_error = NULL, delivered_at = now() WHERE id = $1",
        [due.id, status],
      );
      return;
    }
    // Stopped by ourselves: no failure of the subscriber.
    if (stopping.signal.aborted) return;
    const wait = nextAttemptMs(due.attempts + 1);
    // 410: the subscriber says that it wants no more.
    const over = wait === null || status === 410;
    await tx.query(
      `UPDATE hub.webhook_delivery SET attempts = attempts + 1, last_status = $2, last_error = $3, state = $4, next_at = now() + $5 * interval '1 millisecond' WHERE id = $1`,
      [due.id, status, error.slice(0, 500), over ? 'given-up' : 'waiting', wait ?? 0],
    );
    if (status === 410) await tx.query('UPDATE hub.webhook SET active = false WHERE id = $1', [due.webhook_id]);
    if (over) log.warn({ webhook: due.webhook_id, event: due.event.id, status, reason: error }, 'a webhook was given up');
  }

  async function lane(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await deliverNext().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'webhooks could not be sent');
        return false;
      });
      if (!more && !stopping.signal.aborted) await untilWoken();
    }
  }

  /** Removes what is over from the log. */
  async function sweep(): Promise<void> {
    if (Date.now() < nextSweep) return;
    nextSweep = Date.now() + 3_600_000;
    await store.hub.query("DELETE FROM hub.webhook_delivery WHERE state <> 'waiting' AND created_at < now() - make_interval(days => $1)", [logDays]);
  }

  function untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        sleepers.delete(resume);
        resolve();
      };
      const timer = setTimeout(() => {
        void sweep().catch((error: unknown) => log.warn({ err: error }, 'the log of webhooks could not be swept'));
        resume();
      }, lookEveryMs);
      timer.unref();
      sleepers.add(resume);
    });
  }

  const wake = () => sleepers.forEach((resume) => resume());
  return {
    wake,
    start(): void {
      for (let count = 0; count < lanes; count++) running.push(lane());
    },
    async close(): Promise<void> {
      stopping.abort();
      wake();
      await Promise.all(running);
    },
  };
}

function afterFailures(failed: number): number | null {
  const seconds = nextAttemptSeconds(failed);
  return seconds === null ? null : seconds * 1_000;
}
