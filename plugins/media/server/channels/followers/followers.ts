import type { Bilingual, Db } from '@amanah/plugin-api';

/** A channel that somebody follows. */
export interface Followed {
  readonly slug: string;
  readonly title: Bilingual;
  readonly since: Date;
}

/** Who follows which channel. */
export class Followers {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Following already: stays as it is. */
  async follow(channel: string, person: string): Promise<void> {
    await this.#db.query('INSERT INTO follower (channel, person) VALUES ($1, $2) ON CONFLICT DO NOTHING', [channel, person]);
  }

  async unfollow(channel: string, person: string): Promise<void> {
    await this.#db.query('DELETE FROM follower WHERE channel = $1 AND person = $2', [channel, person]);
  }

  async count(channel: string): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>('SELECT count(*)::int AS count FROM follower WHERE channel = $1', [channel]);
    return row?.count ?? 0;
  }

  /** What a person follows, open channels and closed ones, the latest first. */
  async of(person: string): Promise<Followed[]> {
    return this.#db.query<Followed>(
      `SELECT f.channel AS slug, jsonb_build_object('ar', c.title_ar, 'en', c.title_en) AS title, f.since FROM follower f JOIN channel c ON c.slug = f.channel
       WHERE f.person = $1 ORDER BY f.since DESC, f.channel`,
      [person],
    );
  }

  /** The next followers of a channel in the order of their ids. */
  async after(channel: string, person: string | null, limit: number): Promise<string[]> {
    const rows = await this.#db.query<{ person: string }>(
      `SELECT person FROM follower WHERE channel = $1 AND ($2::text IS NULL OR person > $2) ORDER BY person LIMIT $3`,
      [channel, person, limit],
    );
    return rows.map((row) => row.person);
  }

  /** @returns how many channels the person no longer follows */
  async forget(person: string): Promise<number> {
    return (await this.#db.query('DELETE FROM follower WHERE person = $1 RETURNING 1', [person])).length;
  }
}
