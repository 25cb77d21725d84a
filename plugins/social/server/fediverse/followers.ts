import type { Db, Queryable } from '@amanah/plugin-api';
import { fewestToldApart, type Moderation } from '../../shared/block-answers.ts';

export interface Follower {
  /** Address of the account. */
  readonly actor: string;
  readonly handle: string;
  readonly inbox: string;
  readonly sharedInbox: string | null;
}

/** Accounts of other servers that follow ours. Who they are is shown to nobody; only how many. */
export class Followers {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async add(tx: Queryable, { actor, handle, inbox, sharedInbox }: Follower): Promise<void> {
    await tx.query(
      `INSERT INTO follower (actor, handle, inbox, shared_inbox) VALUES ($1, $2, $3, $4)
       ON CONFLICT (actor) DO UPDATE SET handle = excluded.handle, inbox = excluded.inbox, shared_inbox = excluded.shared_inbox`,
      [actor, handle, inbox, sharedInbox],
    );
  }

  async remove(actor: string): Promise<void> {
    await this.#db.query('DELETE FROM follower WHERE actor = $1', [actor]);
  }

  async count(): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>('SELECT count(*)::int AS count FROM follower');
    return row!.count;
  }

  /** How many follow from each server, most first; servers of few are told together. */
  async byServer(): Promise<Pick<Moderation, 'servers' | 'others'>> {
    const rows = await this.#db.query<Moderation['servers'][number]>(
      'SELECT server_of(actor) AS server, count(*)::int AS followers FROM follower GROUP BY 1 ORDER BY 2 DESC, 1',
    );
    const few = rows.filter(({ followers }) => followers < fewestToldApart);
    return {
      servers: rows.filter(({ followers }) => followers >= fewestToldApart),
      others: { servers: few.length, followers: few.reduce((sum, { followers }) => sum + followers, 0) },
    };
  }
}

/** A block waits for who is following or being told just now, and they for it: none of them misses it. Held until the transaction ends. */
export async function holdBlocks(tx: Queryable): Promise<void> {
  await tx.query('LOCK TABLE account_block IN SHARE MODE');
}

/** Each address to which something for all followers goes: one a server where it has a shared one. No block comes between until the transaction ends. */
export async function inboxesOfAll(tx: Queryable): Promise<string[]> {
  await holdBlocks(tx);
  return (await tx.query<{ inbox: string }>('SELECT DISTINCT coalesce(shared_inbox, inbox) AS inbox FROM follower')).map(({ inbox }) => inbox);
}
