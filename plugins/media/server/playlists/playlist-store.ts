import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { NewPlaylist, PlaylistChange } from '../../shared/channels.ts';

/** A playlist as it lies in the store; `programmes` in order, whatever their state. */
export interface Playlist {
  readonly id: string;
  readonly version: number;
  readonly unit: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly programmes: readonly string[];
  readonly changedAt: Date;
  /** Channels of which it is the filler or that have it on their schedule. */
  readonly usedBy: readonly { readonly slug: string; readonly title: Bilingual; readonly kind: 'video' | 'audio' }[];
}

const columns = `l.id, l.version, l.unit, jsonb_build_object('ar', l.title_ar, 'en', l.title_en) AS title,
  jsonb_build_object('ar', l.about_ar, 'en', l.about_en) AS about, l.changed_at AS "changedAt",
  ARRAY(SELECT programme FROM playlist_item i WHERE i.playlist = l.id ORDER BY position) AS programmes,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('slug', slug, 'kind', kind, 'title', jsonb_build_object('ar', title_ar, 'en', title_en)) ORDER BY slug)
    FROM channel c WHERE c.filler = l.id OR EXISTS (SELECT 1 FROM schedule_entry e WHERE e.channel = c.slug AND e.playlist = l.id)), '[]') AS "usedBy"`;

/** Playlists in the plugin's schema. Who may do what is decided by the routes. */
export class PlaylistStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(id: string, db: Queryable = this.#db): Promise<Playlist | null> {
    return (await this.#read('WHERE l.id = $1', [id], db))[0] ?? null;
  }

  async findAll(ids: readonly string[]): Promise<Playlist[]> {
    return this.#read('WHERE l.id = ANY($1::uuid[])', [ids]);
  }

  /** Of these units, the one changed last first; `null`: of all units. */
  async list(units: readonly string[] | null): Promise<Playlist[]> {
    return this.#read('WHERE $1::text[] IS NULL OR l.unit = ANY($1) ORDER BY l.changed_at DESC, l.id LIMIT 1000', [units]);
  }

  /** Those that an open channel sends: its filler and what its schedule has yet to come. */
  async ofChannel(slug: string): Promise<Playlist[]> {
    return this.#read(
      `WHERE l.id IN (SELECT filler FROM channel WHERE slug = $1 UNION SELECT playlist FROM schedule_entry WHERE channel = $1 AND last_at > now() - interval '7 days')
       ORDER BY l.title_ar, l.id LIMIT 50`,
      [slug],
    );
  }

  /** @returns the id @throws MEDIA_PLAYLIST_PROGRAMME_UNKNOWN */
  async create(one: NewPlaylist & { readonly unit: string; readonly createdBy: string }): Promise<string> {
    return this.#db.transaction(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        'INSERT INTO playlist (unit, title_ar, title_en, about_ar, about_en, created_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
        [one.unit, one.title.ar, one.title.en, one.about.ar, one.about.en, one.createdBy],
      );
      await setItems(tx, row!.id, one.programmes);
      return row!.id;
    });
  }

  /** @throws MEDIA_PLAYLIST_CHANGED when somebody else changed it since `version` was read, MEDIA_PLAYLIST_PROGRAMME_UNKNOWN */
  async change(id: string, { version, title, about, programmes }: PlaylistChange): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const changed = await tx.query(
        `UPDATE playlist SET version = version + 1, changed_at = now(), title_ar = COALESCE($3, title_ar), title_en = COALESCE($4, title_en),
           about_ar = COALESCE($5, about_ar), about_en = COALESCE($6, about_en) WHERE id = $1 AND version = $2 RETURNING id`,
        [id, version, title?.ar ?? null, title?.en ?? null, about?.ar ?? null, about?.en ?? null],
      );
      if (changed.length === 0) throw new AmanahError('MEDIA_PLAYLIST_CHANGED', { detail: id });
      if (programmes) await setItems(tx, id, programmes);
    });
  }

  /** @throws MEDIA_PLAYLIST_IN_USE with the channels that need it, MEDIA_PLAYLIST_CHANGED */
  async remove(id: string, version: number): Promise<void> {
    await this.#db.transaction(async (tx) => {
      // No channel takes it while it is held: the reference needs a lock of its own on this row.
      await tx.query('SELECT 1 FROM playlist WHERE id = $1 FOR UPDATE', [id]);
      const found = await this.find(id, tx);
      if (!found) throw new AmanahError('MEDIA_PLAYLIST_UNKNOWN', { detail: id });
      const names = (language: 'ar' | 'en', comma: string) => found.usedBy.map(({ title }) => title[language]).join(comma);
      if (found.usedBy.length > 0) throw new AmanahError('MEDIA_PLAYLIST_IN_USE', { params: { channelsAr: names('ar', '، '), channelsEn: names('en', ', ') } });
      if (found.version !== version) throw new AmanahError('MEDIA_PLAYLIST_CHANGED', { detail: id });
      await tx.query('DELETE FROM playlist WHERE id = $1', [id]);
    });
  }

  async #read(rest: string, values: readonly unknown[], db: Queryable = this.#db): Promise<Playlist[]> {
    return db.query<Playlist>(`SELECT ${columns} FROM playlist l ${rest}`, values);
  }
}

async function setItems(tx: Queryable, playlist: string, programmes: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM playlist_item WHERE playlist = $1', [playlist]);
  // What is deleted meanwhile is not there any more for the insert either: the rows are held.
  const known = await tx.query('SELECT id FROM programme WHERE id = ANY($1::uuid[]) FOR KEY SHARE', [programmes]);
  if (known.length < new Set(programmes).size) throw new AmanahError('MEDIA_PLAYLIST_PROGRAMME_UNKNOWN', { detail: playlist });
  await tx.query(
    'INSERT INTO playlist_item (playlist, position, programme) SELECT $1, nth, programme FROM unnest($2::uuid[]) WITH ORDINALITY AS one(programme, nth)',
    [playlist, programmes],
  );
}
