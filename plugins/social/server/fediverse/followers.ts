import type { Db, Queryable } from '@amanah/plugin-api';

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
}

/** Each address to which something for all followers goes: one a server where it has a shared one. */
export async function inboxesOfAll(tx: Queryable): Promise<string[]> {
  return (await tx.query<{ inbox: string }>('SELECT DISTINCT coalesce(shared_inbox, inbox) AS inbox FROM follower')).map(({ inbox }) => inbox);
}
