import { AmanahError } from '@amanah/errors';
import { foldText, type Db, type Queryable } from '@amanah/plugin-api';
import type { Cue } from '../../shared/captions.ts';
import { audienceFilter, type Watcher } from '../programmes/audience.ts';
import { spokenText } from './cue-text.ts';
import { parseWebvtt, printWebvtt } from './webvtt.ts';

export interface Track {
  readonly language: string;
  readonly version: number;
  readonly changedAt: string;
  readonly cues: readonly Cue[];
}

export interface SpokenHit {
  readonly programme: string;
  readonly title: { readonly ar: string; readonly en: string };
  readonly language: string;
  readonly from: number;
  readonly text: string;
}

interface Row {
  readonly language: string;
  readonly version: number;
  readonly webvtt: string;
  readonly changed_at: Date;
}

const mostHits = 50;

/** Captions of programmes, by language, as checked WebVTT; beside them what is said, folded for the search. */
export class Tracks {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(programme: string, db: Queryable = this.#db): Promise<Track[]> {
    const rows = await db.query<Row>('SELECT language, version, webvtt, changed_at FROM track WHERE programme = $1 ORDER BY language', [programme]);
    return rows.map(trackOf);
  }

  /** Language and version only: enough for playlists. */
  async names(programme: string): Promise<{ language: string; version: number }[]> {
    return this.#db.query('SELECT language, version FROM track WHERE programme = $1 ORDER BY language', [programme]);
  }

  /** @throws MEDIA_CAPTIONS_UNKNOWN */
  async find(programme: string, language: string): Promise<Track> {
    const [row] = await this.#db.query<Row>('SELECT language, version, webvtt, changed_at FROM track WHERE programme = $1 AND language = $2', [
      programme,
      language,
    ]);
    if (!row) throw new AmanahError('MEDIA_CAPTIONS_UNKNOWN', { detail: `${programme} ${language}` });
    return trackOf(row);
  }

  /** Writes checked captions over those of a version, 0 where there were none. @returns the new version. @throws MEDIA_CAPTIONS_CHANGED */
  async write(tx: Queryable, programme: string, { language, version, cues }: Pick<Track, 'language' | 'version' | 'cues'>, by: string): Promise<number> {
    const values = [programme, language, printWebvtt(cues), by];
    const [row] =
      version === 0
        ? await tx.query<{ version: number }>(
            'INSERT INTO track (programme, language, webvtt, changed_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING version',
            values,
          )
        : await tx.query<{ version: number }>(
            `UPDATE track SET webvtt = $3, changed_by = $4, changed_at = now(), version = version + 1
             WHERE programme = $1 AND language = $2 AND version = $5 RETURNING version`,
            [...values, version],
          );
    if (!row) throw new AmanahError('MEDIA_CAPTIONS_CHANGED', { detail: `${programme} ${language} ${version}` });
    await tx.query('DELETE FROM transcript_line WHERE programme = $1 AND language = $2', [programme, language]);
    const lines = linesOf(cues);
    await tx.query(
      `INSERT INTO transcript_line (programme, language, at_seconds, to_seconds, text, folded)
       SELECT $1, $2, * FROM unnest($3::numeric[], $4::numeric[], $5::text[], $6::text[])`,
      [programme, language, lines.map(({ from }) => from), lines.map(({ to }) => to), lines.map(({ text }) => text), lines.map(({ text }) => foldText(text))],
    );
    return row.version;
  }

  /** @throws MEDIA_CAPTIONS_UNKNOWN */
  async remove(tx: Queryable, programme: string, language: string): Promise<void> {
    const gone = await tx.query('DELETE FROM track WHERE programme = $1 AND language = $2 RETURNING 1', [programme, language]);
    if (gone.length === 0) throw new AmanahError('MEDIA_CAPTIONS_UNKNOWN', { detail: `${programme} ${language}` });
  }

  /** The programme's zero moves: captions move with it, and those outside its new length go. */
  async move(tx: Queryable, programme: string, shift: number, seconds: number): Promise<void> {
    for (const track of await this.all(programme, tx)) {
      const cues = track.cues.flatMap((cue) => {
        const [from, to] = [Math.max(0, cue.from + shift), Math.min(seconds, cue.to + shift)].map((moment) => Math.round(moment * 1_000) / 1_000) as [
          number,
          number,
        ];
        return to > from ? [{ ...cue, from, to }] : [];
      });
      await this.write(tx, programme, { ...track, cues }, 'media');
    }
  }

  /** What is said, in order; `search` leaves what holds all of its words. */
  async transcript(programme: string, language: string, search: string | null): Promise<{ from: number; to: number; text: string }[]> {
    return this.#db.query(
      `SELECT at_seconds::float8 AS "from", to_seconds::float8 AS "to", text FROM transcript_line
       WHERE programme = $1 AND language = $2 AND folded LIKE ALL ($3::text[]) ORDER BY at_seconds`,
      [programme, language, patternsOf(search ?? '')],
    );
  }

  /** Moments of published programmes at which the words are said, for whoever may watch them; the newest programmes first. */
  async spoken(search: string, watcher: Watcher): Promise<SpokenHit[]> {
    const patterns = patternsOf(search);
    if (patterns.length === 0) return [];
    return this.#db.query<SpokenHit>(
      `SELECT p.id AS programme, jsonb_build_object('ar', p.title_ar, 'en', p.title_en) AS title, l.language, l.at_seconds::float8 AS "from", l.text
       FROM transcript_line l JOIN programme p ON p.id = l.programme
       WHERE p.state = 'published' AND ${audienceFilter(2)} AND l.folded LIKE ALL ($1::text[])
       ORDER BY p.published_at DESC, l.at_seconds LIMIT ${mostHits}`,
      [patterns, watcher.signedIn, watcher.units],
    );
  }
}

function trackOf(row: Row): Track {
  return { language: row.language, version: row.version, changedAt: row.changed_at.toISOString(), cues: parseWebvtt(row.webvtt) };
}

function linesOf(cues: readonly Cue[]): { from: number; to: number; text: string }[] {
  return cues.map(({ from, to, text }) => ({ from, to, text: spokenText(text) }));
}

/** Folded words as patterns of LIKE; folding leaves letters, digits and blanks only. */
function patternsOf(search: string): string[] {
  return foldText(search)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => `%${word}%`);
}
