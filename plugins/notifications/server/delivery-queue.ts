import { randomUUID } from 'node:crypto';
import type { Db, Queryable } from '@amanah/plugin-api';
import type { NoticeData } from '../contract.ts';
import type { Category } from '../shared/settings.ts';
import type { OutsideChannel } from './plan.ts';

/** A delivery that nobody ended within this time was left by a process that died: everything a delivery does ends sooner. */
const leaseSeconds = 60;

/** A notice that is due on one channel. */
export interface DueNotice {
  readonly delivery: string;
  readonly key: string;
  readonly to: string;
  readonly template: string;
  readonly data: NoticeData;
  readonly category: Category;
  readonly urgent: boolean;
  readonly sentAt: Date;
}

/** What one process has taken to send: one message of one notice, or of all that wait for a person's daily mail. */
export interface Claimed {
  readonly claim: string;
  readonly personId: string;
  readonly channel: OutsideChannel;
  readonly daily: boolean;
  /** The same for each attempt, so that whoever gets it twice can tell. */
  readonly key: string;
  readonly attempts: number;
  readonly giveUpAt: Date;
  readonly notices: readonly DueNotice[];
}

export type Ending =
  | { readonly state: 'sent'; readonly segments?: number | null }
  | { readonly state: 'failed' | 'unknown'; readonly reason: string; readonly error: string }
  | { readonly state: 'suppressed'; readonly reason: string }
  | { readonly state: 'again'; readonly at: Date; readonly error: string };

interface ClaimedRow {
  readonly id: string;
  readonly person_id: string;
  readonly channel: OutsideChannel;
  readonly daily_id: string | null;
  readonly attempts: number;
  readonly repeats: number;
  readonly give_up_at: Date;
  readonly key: string;
  readonly target: string;
  readonly template: string;
  readonly data: NoticeData;
  readonly category: Category;
  readonly urgent: boolean;
  readonly sent_at: Date;
}

const taken = `state = 'sending', reason = NULL, attempts = d.attempts + 1, claim = $1, claimed_at = now(), handed_over_at = NULL`;
const due = `d.state IN ('waiting', 'delayed') AND d.next_at <= now()`;
const returned = `d.id::text, d.person_id, d.channel, d.daily_id, d.attempts, d.repeats, d.give_up_at,
  n.key, n.target, n.template, n.data, n.category, n.urgent, n.sent_at`;

/** Deliveries that wait, each taken by one process at a time and ended once. */
export class DeliveryQueue {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The next that is due, or `null`. */
  async take(): Promise<Claimed | null> {
    return (await this.#takeOne()) ?? this.#takeDaily();
  }

  async #takeOne(): Promise<Claimed | null> {
    const claim = randomUUID();
    const rows = await this.#db.query<ClaimedRow>(
      `UPDATE delivery d SET ${taken} FROM notification n
       WHERE n.id = d.notification_id AND d.id = (
         SELECT d.id FROM delivery d JOIN notification n ON n.id = d.notification_id WHERE ${due} AND NOT d.daily
         ORDER BY n.urgent DESC, d.next_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
       RETURNING ${returned}`,
      [claim],
    );
    const [row] = rows;
    return row ? claimedFrom(claim, rows, `notice/${row.id}`) : null;
  }

  /** All that is due for one person's mail of the day; a mail that is tried again keeps what it had and takes nothing new. */
  async #takeDaily(): Promise<Claimed | null> {
    const claim = randomUUID();
    return this.#db.transaction(async (tx) => {
      const [next] = await tx.query<{ person_id: string; daily_id: string | null }>(
        `SELECT d.person_id, d.daily_id FROM delivery d WHERE ${due} AND d.daily ORDER BY d.next_at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!next) return null;
      // Two processes that begin at two notices of one person must not make two mails of them.
      const [lock] = await tx.query<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended('daily-mail/' || $1, 0)) AS held`, [next.person_id]);
      if (!lock?.held) return null;
      const rows = await tx.query<ClaimedRow>(
        `UPDATE delivery d SET ${taken}, daily_id = coalesce(d.daily_id, $4) FROM notification n
         WHERE n.id = d.notification_id AND ${due} AND d.daily AND d.person_id = $2 AND d.daily_id IS NOT DISTINCT FROM $3 RETURNING ${returned}`,
        [claim, next.person_id, next.daily_id, randomUUID()],
      );
      const [row] = rows;
      return row ? claimedFrom(claim, rows, `daily/${row.daily_id}`) : null;
    });
  }

  /** Before the first byte of a mail goes out: from here on a process that dies leaves a mail that may have arrived. */
  async handingOver(claim: string): Promise<void> {
    const held = await this.#db.query('UPDATE delivery SET handed_over_at = now() WHERE claim = $1 AND state = $2 RETURNING 1', [claim, 'sending']);
    // Somebody else took it meanwhile: this process was too slow and must not send it.
    if (held.length === 0) throw new Error('the delivery is no longer held');
  }

  async end(claim: string, ending: Ending): Promise<void> {
    if (ending.state === 'again') {
      await this.#db.query(
        `UPDATE delivery SET state = 'waiting', reason = NULL, next_at = $2, error = $3, claim = NULL WHERE claim = $1 AND state = 'sending'`,
        [claim, ending.at, ending.error],
      );
      return;
    }
    await this.#db.query(
      `UPDATE delivery SET state = $2, reason = $3, error = $4, segments = $5, claim = NULL, ended_at = now() WHERE claim = $1 AND state = 'sending'`,
      [
        claim,
        ending.state,
        'reason' in ending ? ending.reason : null,
        'error' in ending ? ending.error : null,
        ending.state === 'sent' ? (ending.segments ?? null) : null,
      ],
    );
  }

  /**
   * What processes that died left behind. A mail whose content was being handed over may have arrived: it is unknown and is not sent again by itself. Everything
   * else waits again: of a text message the hub's own record of writes knows under its key whether it went out.
   */
  async recover(): Promise<void> {
    await this.#db.query(
      `UPDATE delivery SET claim = NULL,
         state = CASE WHEN handed_over_at IS NULL THEN 'waiting' ELSE 'unknown' END,
         reason = CASE WHEN handed_over_at IS NULL THEN NULL ELSE 'process-ended' END,
         ended_at = CASE WHEN handed_over_at IS NULL THEN NULL ELSE now() END
       WHERE state = 'sending' AND claimed_at < now() - make_interval(secs => $1)`,
      [leaseSeconds],
    );
  }
}

/** Has what failed for good or is unknown sent again; `false` for one that stands otherwise. The whole of a daily mail goes with it. */
export async function sendAgain(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(
    `UPDATE delivery d SET state = 'waiting', reason = NULL, next_at = now(), give_up_at = now() + interval '1 day', repeats = repeats + 1, ended_at = NULL
     FROM (SELECT id, daily_id FROM delivery WHERE id = $1) AS asked
     WHERE (d.id = asked.id OR (asked.daily_id IS NOT NULL AND d.daily_id = asked.daily_id)) AND d.state IN ('failed', 'unknown') RETURNING 1`,
    [id],
  );
  return rows.length > 0;
}

function claimedFrom(claim: string, rows: readonly ClaimedRow[], key: string): Claimed {
  const first = rows[0]!;
  return {
    claim,
    personId: first.person_id,
    channel: first.channel,
    daily: first.daily_id !== null,
    key: first.channel === 'sms' && first.repeats > 0 ? `${key}/${first.repeats}` : key,
    attempts: Math.max(...rows.map(({ attempts }) => attempts)),
    giveUpAt: new Date(Math.max(...rows.map((row) => new Date(row.give_up_at).getTime()))),
    notices: rows
      .map((row) => ({
        delivery: row.id,
        key: row.key,
        to: row.target,
        template: row.template,
        data: row.data,
        category: row.category,
        urgent: row.urgent,
        sentAt: new Date(row.sent_at),
      }))
      .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime()),
  };
}
