import { randomBytes } from 'node:crypto';
import type { Db } from '@amanah/plugin-api';

/** A player that asked within so long still watches. */
const watchingMs = 12_000;
const mostRemembered = 50_000;

/**
 * How many players watch a broadcast. A player is known by a word that its master playlist gave it, from one playlist to the next: nothing about whoever
 * sits before it is read or kept, and the word is forgotten seconds after the last request.
 */
export class ViewerCount {
  readonly #seen = new Map<string, Map<string, number>>();

  /** A new player's word. */
  newWord(): string {
    return randomBytes(6).toString('base64url');
  }

  note(programme: string, word: string | null): void {
    if (word === null || word.length > 16) return;
    let words = this.#seen.get(programme);
    if (!words) this.#seen.set(programme, (words = new Map()));
    if (words.size < mostRemembered) words.set(word, Date.now());
  }

  /** Writes what this process counted beside what the others did. */
  async tell(db: Db, server: string): Promise<void> {
    const oldest = Date.now() - watchingMs;
    for (const [programme, words] of this.#seen) {
      for (const [word, at] of words) if (at < oldest) words.delete(word);
      if (words.size === 0) this.#seen.delete(programme);
      await db.query(
        `INSERT INTO live_viewers (programme, server, count, counted_at) SELECT $1, $2, $3, now() WHERE EXISTS (SELECT 1 FROM broadcast WHERE programme = $1)
         ON CONFLICT (programme, server) DO UPDATE SET count = $3, counted_at = now()`,
        [programme, server, words.size],
      );
    }
  }

  /** Of all processes together. */
  async total(db: Db, programme: string): Promise<number> {
    const [row] = await db.query<{ count: number }>(
      `SELECT COALESCE(sum(count), 0)::int AS count FROM live_viewers WHERE programme = $1 AND counted_at > now() - interval '15 seconds'`,
      [programme],
    );
    return row?.count ?? 0;
  }
}
