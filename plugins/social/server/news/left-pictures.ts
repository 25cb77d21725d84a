import type { Db, Files } from '@amanah/plugin-api';
import { keyOf } from './news-pictures.ts';

/** Whoever writes may still put a picture of the last day into the text. */
const keptFor = '1 day';
const mostAtOnce = 200;

interface LeftRow {
  readonly id: string;
  readonly news: string;
}

/** Pictures that were sent for an item and stand in no text of it, neither the one that is worked on nor the one that came out last, and those of items that are no more. */
export class LeftPictures {
  readonly #db: Db;
  readonly #files: Files;

  constructor(db: Db, files: Files) {
    this.#db = db;
    this.#files = files;
  }

  /** Removes them with their files. @returns how many */
  async remove(): Promise<number> {
    let removed = 0;
    for (let found = await this.#left(); found.length > 0; found = await this.#left()) {
      let here = 0;
      for (const picture of found) here += await this.#removeOne(picture);
      removed += here;
      // What was taken up in a text meanwhile stays.
      if (here === 0) break;
    }
    return removed;
  }

  #left(): Promise<LeftRow[]> {
    return this.#db.query<LeftRow>(`SELECT p.id, p.news FROM news_picture p WHERE ${isLeft} ORDER BY p.made_at LIMIT $2`, [keptFor, mostAtOnce]);
  }

  /** The item is held meanwhile: whoever writes at it names the picture before, and it stays, or afterwards, and is told that it is gone. */
  async #removeOne({ id, news }: LeftRow): Promise<number> {
    return this.#db.transaction(async (tx) => {
      await tx.query('SELECT id FROM news WHERE id = $1 FOR UPDATE', [news]);
      const rows = await tx.query(`DELETE FROM news_picture p WHERE ${isLeft} AND p.id = $2 RETURNING id`, [keptFor, id]);
      if (rows.length > 0) await this.#files.remove(keyOf(news, id));
      return rows.length;
    });
  }
}

const isLeft = `p.made_at < now() - $1::interval
  AND NOT EXISTS (SELECT FROM news n WHERE n.id = p.news AND position(p.id::text IN n.content::text) > 0)
  AND NOT EXISTS (SELECT FROM news_published n WHERE n.news = p.news AND position(p.id::text IN n.content::text) > 0)`;
