import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { ProgrammeKind } from '../../contract.ts';
import type { ChannelChange, NewChannel } from '../../shared/channels.ts';
import { sendable } from './schedule/schedule-store.ts';

/** A channel as it lies in the store. */
export interface Channel {
  readonly slug: string;
  readonly version: number;
  readonly kind: ProgrammeKind;
  readonly unit: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** Key in the plugin's files. */
  readonly poster: string | null;
  /** Playlist that runs whenever nothing is planned. */
  readonly filler: string | null;
  readonly fillerTitle: Bilingual | null;
  /** Length of what can be sent of it. */
  readonly fillerSeconds: number;
  readonly open: boolean;
  readonly followers: number;
}

const columns = `slug, version, kind, unit, jsonb_build_object('ar', title_ar, 'en', title_en) AS title, jsonb_build_object('ar', about_ar, 'en', about_en) AS about,
  poster, filler, open, (SELECT jsonb_build_object('ar', l.title_ar, 'en', l.title_en) FROM playlist l WHERE l.id = c.filler) AS "fillerTitle",
  (SELECT COALESCE(sum(p.seconds), 0) FROM playlist_item i JOIN programme p ON p.id = i.programme WHERE i.playlist = c.filler AND ${sendable})::float8
    AS "fillerSeconds", (SELECT count(*)::int FROM follower f WHERE f.channel = c.slug) AS followers`;

/** Channels in the plugin's schema. Who may do what is decided by the routes. */
export class ChannelStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(slug: string): Promise<Channel | null> {
    return (await this.#read('WHERE slug = $1', [slug]))[0] ?? null;
  }

  /** Those that are open, radio first. */
  async open(): Promise<Channel[]> {
    return this.#read('WHERE open ORDER BY kind, created_at, slug', []);
  }

  /** Of these units, also closed ones; `null`: of all units. */
  async list(units: readonly string[] | null): Promise<Channel[]> {
    return this.#read('WHERE $1::text[] IS NULL OR unit = ANY($1) ORDER BY kind, created_at, slug', [units]);
  }

  /** Reads it to change its schedule: nobody else changes that before the transaction ends. @throws MEDIA_CHANNEL_UNKNOWN */
  async hold(tx: Queryable, slug: string): Promise<void> {
    const [held] = await tx.query('SELECT 1 FROM channel WHERE slug = $1 FOR UPDATE', [slug]);
    if (!held) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
  }

  /** @throws MEDIA_CHANNEL_TAKEN */
  async create(one: NewChannel & { readonly unit: string; readonly createdBy: string }): Promise<void> {
    const made = await this.#db.query(
      `INSERT INTO channel (slug, kind, unit, title_ar, title_en, about_ar, about_en, filler, open, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (slug) DO NOTHING RETURNING slug`,
      [one.slug, one.kind, one.unit, one.title.ar, one.title.en, one.about.ar, one.about.en, one.filler, one.open, one.createdBy],
    );
    if (made.length === 0) throw new AmanahError('MEDIA_CHANNEL_TAKEN', { detail: one.slug });
  }

  /** @throws MEDIA_CHANNEL_CHANGED when somebody else changed it since `version` was read */
  async change(slug: string, { version, title, about, filler, open }: ChannelChange): Promise<void> {
    const changed = await this.#db.query(
      `UPDATE channel SET version = version + 1, title_ar = COALESCE($3, title_ar), title_en = COALESCE($4, title_en), about_ar = COALESCE($5, about_ar),
         about_en = COALESCE($6, about_en), filler = CASE WHEN $7 THEN $8 ELSE filler END, open = COALESCE($9, open)
       WHERE slug = $1 AND version = $2 RETURNING slug`,
      [slug, version, title?.ar ?? null, title?.en ?? null, about?.ar ?? null, about?.en ?? null, filler !== undefined, filler ?? null, open ?? null],
    );
    if (changed.length === 0) throw new AmanahError('MEDIA_CHANNEL_CHANGED', { detail: slug });
  }

  async setPoster(slug: string, key: string): Promise<void> {
    await this.#db.query('UPDATE channel SET poster = $2 WHERE slug = $1', [slug, key]);
  }

  /** Deletes a closed channel with its schedule, followers and record of what it sent. @throws MEDIA_CHANNEL_OPEN, MEDIA_CHANNEL_CHANGED */
  async remove(slug: string, version: number): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const [held] = await tx.query<{ open: boolean; version: number }>('SELECT open, version FROM channel WHERE slug = $1 FOR UPDATE', [slug]);
      if (!held) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      if (held.open) throw new AmanahError('MEDIA_CHANNEL_OPEN', { detail: slug });
      if (held.version !== version) throw new AmanahError('MEDIA_CHANNEL_CHANGED', { detail: slug });
      await tx.query('DELETE FROM channel WHERE slug = $1', [slug]);
    });
  }

  async #read(rest: string, values: readonly unknown[]): Promise<Channel[]> {
    return this.#db.query<Channel>(`SELECT ${columns} FROM channel c ${rest}`, values);
  }
}
