import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { EntryContent } from '../../../shared/channels.ts';
import { dayMs } from './riyadh-time.ts';
import type { Timed } from './occurrences.ts';

/** What an entry is made of, as it is written. */
export interface EntryFacts extends Omit<Timed, 'id' | 'seconds'> {
  readonly content: EntryContent;
  /** Planned length of a broadcast. */
  readonly minutes: number | null;
}

/** An entry of a channel's schedule, with what its content says now. */
export interface Entry extends EntryFacts, Timed {
  readonly version: number;
  readonly channel: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** Nothing of it can be sent: the filler runs instead. */
  readonly empty: boolean;
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly channel: string;
  readonly kind: EntryContent['kind'];
  readonly content: string;
  readonly first_at: Date;
  readonly repeat: Entry['repeat'];
  readonly weekdays: number[];
  readonly last_at: Date;
  readonly minutes: number | null;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly seconds: number;
  readonly empty: boolean;
}

/** What a channel `c` may send of programmes `p`: those for everyone on the shelf, and on a video channel only what has a picture. */
export const sendable = `(p.state = 'published' AND p.audience = 'everyone' AND p.seconds > 0 AND (c.kind = 'audio' OR p.kind = 'video'))`;

/** The longest stretch that one occurrence may take. */
const longestMs = 7 * dayMs;

const columns = `e.id, e.version, e.channel, e.kind, COALESCE(e.programme, e.playlist) AS content, e.first_at, e.repeat, e.weekdays, e.last_at, e.minutes,
  jsonb_build_object('ar', COALESCE(p.title_ar, l.title_ar), 'en', COALESCE(p.title_en, l.title_en)) AS title,
  jsonb_build_object('ar', COALESCE(p.about_ar, l.about_ar), 'en', COALESCE(p.about_en, l.about_en)) AS about,
  (CASE e.kind WHEN 'broadcast' THEN e.minutes * 60 WHEN 'programme' THEN COALESCE(p.seconds, 0) ELSE items.seconds END)::float8 AS seconds,
  CASE e.kind WHEN 'broadcast' THEN p.state NOT IN ('scheduled', 'live', 'ended', 'published') OR p.audience <> 'everyone' WHEN 'programme' THEN NOT ${sendable}
    ELSE items.seconds = 0 END AS empty`;
const tables = `schedule_entry e JOIN channel c ON c.slug = e.channel LEFT JOIN programme p ON p.id = e.programme LEFT JOIN playlist l ON l.id = e.playlist
  CROSS JOIN LATERAL (SELECT COALESCE(sum(p.seconds), 0) AS seconds FROM playlist_item i JOIN programme p ON p.id = i.programme
    WHERE i.playlist = e.playlist AND ${sendable}) items`;

/** Schedules of channels in the plugin's schema. */
export class ScheduleStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Entries that may run between two moments, of one channel or of all (`null`). */
  async between(channel: string | null, from: number, to: number, db: Queryable = this.#db): Promise<Entry[]> {
    const rows = await db.query<Row>(
      `SELECT ${columns} FROM ${tables} WHERE ($1::text IS NULL OR e.channel = $1) AND e.last_at > $2 AND e.first_at < $3 ORDER BY e.first_at, e.id`,
      [channel, new Date(from - longestMs), new Date(to)],
    );
    return rows.map(entryOf);
  }

  async find(channel: string, id: string): Promise<Entry | null> {
    const [row] = await this.#db.query<Row>(`SELECT ${columns} FROM ${tables} WHERE e.channel = $1 AND e.id = $2`, [channel, id]);
    return row ? entryOf(row) : null;
  }

  /** How long a content plays on a channel. */
  async secondsOf(channel: string, { kind, id }: EntryContent, minutes: number | null): Promise<number> {
    if (kind === 'broadcast') return (minutes ?? 0) * 60;
    const [row] = await this.#db.query<{ seconds: number }>(
      kind === 'playlist'
        ? `SELECT COALESCE(sum(p.seconds), 0)::float8 AS seconds FROM channel c, playlist_item i JOIN programme p ON p.id = i.programme
           WHERE c.slug = $1 AND i.playlist = $2 AND ${sendable}`
        : 'SELECT COALESCE(seconds, 0)::float8 AS seconds FROM programme WHERE $1::text IS NOT NULL AND id = $2',
      [channel, id],
    );
    return row?.seconds ?? 0;
  }

  /** @returns the id */
  async add(tx: Queryable, channel: string, facts: EntryFacts, createdBy: string): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO schedule_entry (channel, kind, programme, playlist, first_at, repeat, weekdays, last_at, minutes, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [channel, ...valuesOf(facts), createdBy],
    );
    return row!.id;
  }

  /** @throws MEDIA_SCHEDULE_CHANGED when somebody else changed it since `version` was read */
  async replace(tx: Queryable, id: string, version: number, facts: EntryFacts): Promise<void> {
    const changed = await tx.query(
      `UPDATE schedule_entry SET version = version + 1, kind = $3, programme = $4, playlist = $5, first_at = $6, repeat = $7, weekdays = $8, last_at = $9,
         minutes = $10 WHERE id = $1 AND version = $2 RETURNING id`,
      [id, version, ...valuesOf(facts)],
    );
    if (changed.length === 0) throw new AmanahError('MEDIA_SCHEDULE_CHANGED', { detail: id });
  }

  /** @throws MEDIA_SCHEDULE_CHANGED */
  async remove(channel: string, id: string, version: number): Promise<void> {
    const removed = await this.#db.query('DELETE FROM schedule_entry WHERE channel = $1 AND id = $2 AND version = $3 RETURNING id', [channel, id, version]);
    if (removed.length === 0) throw new AmanahError('MEDIA_SCHEDULE_CHANGED', { detail: id });
  }
}

function valuesOf({ content: { kind, id }, firstAt, repeat, weekdays, lastAt, minutes }: EntryFacts): unknown[] {
  const of = kind === 'playlist' ? [null, id] : [id, null];
  return [kind, ...of, new Date(firstAt), repeat, weekdays, new Date(lastAt), minutes];
}

function entryOf(row: Row): Entry {
  const { id, version, channel, repeat, weekdays, minutes, title, about, seconds, empty } = row;
  const content = { kind: row.kind, id: row.content };
  return {
    id,
    version,
    channel,
    content,
    firstAt: row.first_at.getTime(),
    repeat,
    weekdays,
    lastAt: row.last_at.getTime(),
    minutes,
    title,
    about,
    seconds,
    empty,
  };
}
