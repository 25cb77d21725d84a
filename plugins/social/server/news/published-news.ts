import type { Actor, Db, PluginAccess } from '@amanah/plugin-api';
import type { PublishedRow } from './news-rows.ts';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** For whom a list of news is. */
export interface Reader {
  /** Whether items for officials are among them. */
  readonly official: boolean;
  /** The unit in which the reader works, with all units above it; empty for the public. */
  readonly units: readonly string[];
}

export const everyone: Reader = { official: false, units: [] };

/** What somebody may read: items for officials in the post of an official only, and those for some units in these units and below. */
export function readerOf(actor: Actor | null, access: Pick<PluginAccess, 'unit'>): Reader {
  if (actor?.capacity.kind !== 'official') return everyone;
  const units: string[] = [];
  for (let unit = access.unit(actor.capacity.unit); unit && units.length < 20; unit = unit.parent === null ? undefined : access.unit(unit.parent))
    units.push(unit.id);
  return { official: true, units };
}

/** Whether a reader may see an item; those for everyone are everyone's, whatever units they name. */
export function mayRead({ audience, units }: Pick<PublishedRow, 'audience' | 'units'>, reader: Reader): boolean {
  return audience === 'everyone' || (reader.official && (units.length === 0 || units.some((unit) => reader.units.includes(unit))));
}

export interface Shelf {
  readonly reader: Reader;
  /** Only what this unit says, or what is for its people. */
  readonly unit?: string | undefined;
  readonly limit: number;
  readonly offset?: number;
}

/** What is out, for pages, feeds, networks and whoever else tells it on. */
export class PublishedNews {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** By id or slug, also when it was withdrawn; whether somebody may read it is not asked here. */
  async find(name: string): Promise<PublishedRow | undefined> {
    const [row] = await this.#db.query<PublishedRow>(`SELECT * FROM news_published WHERE ${id.test(name) ? 'news' : 'slug'} = $1`, [name]);
    return row;
  }

  /** Newest first. */
  async list({ reader, unit, limit, offset = 0 }: Shelf): Promise<PublishedRow[]> {
    return this.#db.query<PublishedRow>(`SELECT * ${onShelf} ORDER BY published_at DESC, news LIMIT $4 OFFSET $5`, [
      reader.official,
      [...reader.units],
      unit ?? null,
      limit,
      offset,
    ]);
  }

  async count({ reader, unit }: Pick<Shelf, 'reader' | 'unit'>): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>(`SELECT count(*)::int AS count ${onShelf}`, [reader.official, [...reader.units], unit ?? null]);
    return row?.count ?? 0;
  }

  /** Units that said something, for the list's filter. */
  async speakers(reader: Reader): Promise<string[]> {
    const rows = await this.#db.query<{ unit: string }>(`SELECT DISTINCT unit ${onShelf} ORDER BY unit`, [reader.official, [...reader.units], null]);
    return rows.map(({ unit }) => unit);
  }

  /** Addresses for the site map: what everyone may read. */
  async addresses(): Promise<readonly Pick<PublishedRow, 'slug' | 'changed_at'>[]> {
    return this.#db.query(`SELECT slug, changed_at FROM news_published WHERE NOT withdrawn AND audience = 'everyone' ORDER BY published_at DESC LIMIT 5000`);
  }

  /** Whether a picture belongs to what is out, and for whom; `undefined`: it does not. */
  async ofPicture(picture: string): Promise<Pick<PublishedRow, 'audience' | 'units'> | undefined> {
    const [row] = await this.#db.query<Pick<PublishedRow, 'audience' | 'units'>>(
      `SELECT p.audience, p.units FROM news_picture i JOIN news_published p ON p.news = i.news
       WHERE i.id = $1 AND NOT p.withdrawn AND position(i.id::text IN p.content::text) > 0`,
      [picture],
    );
    return row;
  }
}

const onShelf = `FROM news_published WHERE NOT withdrawn
  AND (audience = 'everyone' OR ($1 AND (units = '{}' OR units && $2::text[])))
  AND ($3::text IS NULL OR unit = $3 OR units @> ARRAY[$3::text])`;
