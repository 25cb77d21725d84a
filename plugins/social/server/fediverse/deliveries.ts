import type { Federation } from '@fedify/fedify';
import { Activity } from '@fedify/vocab';
import type { Db, Log, Queryable } from '@amanah/plugin-api';

interface DueRow {
  readonly id: string;
  readonly activity: string;
  readonly document: object;
  readonly inbox: string;
  readonly attempts: number;
}

/** Seconds until the next try, doubled each time and at most half a day; after so many tries (about four days) a server is given up. */
const firstRestSeconds = 30;
const longestRestSeconds = 12 * 3_600;
const mostAttempts = 18;
/** Longest that one try may take: a claim that is older was broken off, and is tried again. Receivers know an activity by its id. */
const claimSeconds = 60;
/** Answers that say for good that nobody is there any more. */
const goneStatus = /\b(404|410)\b/;

/** Activities on their way to other servers, one row for each address, in order within a server, tried again until they are taken. */
export class Deliveries {
  readonly #db: Db;
  readonly #log: Log;

  constructor(db: Db, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /** With the change that they tell of, in one transaction. */
  async add(tx: Queryable, activity: string, document: object, inboxes: readonly string[]): Promise<void> {
    if (inboxes.length === 0) return;
    await tx.query(
      `INSERT INTO activity_delivery (activity, document, inbox) SELECT $1, $2, inbox FROM unnest($3::text[]) AS inbox ON CONFLICT (activity, inbox) DO NOTHING`,
      [activity, JSON.stringify(document), inboxes],
    );
  }

  /** Sends what is due, as `sender`, until nothing is or the time is over. */
  async run(federation: Federation<void>, origin: URL, sender: string, signal: AbortSignal): Promise<void> {
    const ctx = federation.createContext(origin, undefined);
    while (!signal.aborted) {
      const due = await this.#claim();
      if (!due) return;
      try {
        const activity = await Activity.fromJsonLd(due.document, ctx);
        const inboxId = new URL(due.inbox);
        await ctx.sendActivity({ identifier: sender }, { id: inboxId, inboxId }, activity, { immediate: true });
        await this.#db.query(`UPDATE activity_delivery SET state = 'done', ended_at = now(), problem = NULL WHERE id = $1`, [due.id]);
      } catch (error) {
        await this.#putOff(due, error);
      }
    }
  }

  async #claim(): Promise<DueRow | undefined> {
    const [row] = await this.#db.query<DueRow>(
      `UPDATE activity_delivery SET attempts = attempts + 1, due_at = now() + $1 * interval '1 second' WHERE id = (
         SELECT id FROM activity_delivery d WHERE state = 'queued' AND due_at <= now()
           AND NOT EXISTS (SELECT FROM activity_delivery e WHERE e.inbox = d.inbox AND e.state = 'queued' AND e.id < d.id)
         ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, activity, document, inbox, attempts`,
      [claimSeconds],
    );
    return row;
  }

  async #putOff({ id, inbox, attempts }: DueRow, error: unknown): Promise<void> {
    const problem = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
    const gone = goneStatus.test(problem);
    this.#log.info({ inbox, attempts, gone, err: error }, 'another server did not take an activity');
    const rest = Math.min(firstRestSeconds * 2 ** (attempts - 1), longestRestSeconds);
    await this.#db.transaction(async (tx) => {
      await tx.query(
        `UPDATE activity_delivery SET state = $2, problem = $3, due_at = now() + $4 * interval '1 second', ended_at = CASE WHEN $2 = 'given-up' THEN now() END WHERE id = $1`,
        [id, gone || attempts >= mostAttempts ? 'given-up' : 'queued', problem, rest],
      );
      if (gone) await tx.query('DELETE FROM follower WHERE inbox = $1 OR shared_inbox = $1', [inbox]);
    });
  }
}
