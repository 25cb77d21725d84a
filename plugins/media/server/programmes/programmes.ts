import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { ProgrammeKind, ProgrammeState } from '../../contract.ts';
import type { ProgrammeChange, ProgrammeWords } from '../../shared/programme.ts';
import { audienceFilter, type Watcher } from './audience.ts';
import { readProgrammes, type Chapter, type Problem, type Programme } from './programme-row.ts';

export interface NewProgramme extends ProgrammeWords {
  readonly kind: ProgrammeKind;
  readonly origin: 'live' | 'upload';
  readonly state: ProgrammeState;
  readonly unit: string;
  readonly startsAt?: string | null;
  readonly captionsException?: string | null;
  readonly createdBy: string;
}

/** What the machines find out about a programme; none of it is what people wrote, so the version stays. */
export interface Facts {
  readonly state?: ProgrammeState;
  readonly kind?: ProgrammeKind;
  readonly poster?: string | null;
  readonly seconds?: number | null;
  readonly problem?: Problem | null;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly publishedAt?: Date;
  readonly withdrawnAt?: Date | null;
  readonly captionsException?: string | null;
}

export interface ListFilter {
  readonly kind?: ProgrammeKind | undefined;
  readonly service?: string | undefined;
  readonly language?: string | undefined;
  /** Slug of its channel. */
  readonly channel?: string | undefined;
  readonly search?: string | undefined;
  /** Id of the last one already seen. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const factColumns: Readonly<Record<keyof Facts, string>> = {
  state: 'state',
  kind: 'kind',
  poster: 'poster',
  seconds: 'seconds',
  problem: 'problem',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  publishedAt: 'published_at',
  withdrawnAt: 'withdrawn_at',
  captionsException: 'captions_exception',
};

/** Programmes in the plugin's schema. Who may do what is decided by the routes. */
export class Programmes {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @returns the id */
  async create(tx: Queryable, one: NewProgramme): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO programme (kind, origin, state, unit, title_ar, title_en, about_ar, about_en, languages, audience, starts_at, captions_exception, created_by, channel)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
      [
        one.kind,
        one.origin,
        one.state,
        one.unit,
        one.title.ar,
        one.title.en,
        one.about.ar,
        one.about.en,
        one.languages,
        one.audience,
        one.startsAt ?? null,
        one.captionsException ?? null,
        one.createdBy,
        one.channel,
      ],
    );
    await setServices(tx, row!.id, one.services);
    return row!.id;
  }

  async find(id: string): Promise<Programme | null> {
    return (await readProgrammes(this.#db, 'WHERE p.id = $1', [id]))[0] ?? null;
  }

  async findAll(ids: readonly string[]): Promise<Programme[]> {
    return readProgrammes(this.#db, 'WHERE p.id = ANY($1::uuid[])', [ids]);
  }

  /** Reads it to change it: nobody else changes it before the transaction ends. @throws MEDIA_PROGRAMME_UNKNOWN */
  async hold(tx: Queryable, id: string): Promise<Programme> {
    await tx.query('SELECT 1 FROM programme WHERE id = $1 FOR UPDATE', [id]);
    const [found] = await readProgrammes(tx, 'WHERE p.id = $1', [id]);
    if (!found) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
    return found;
  }

  /** Changes what people wrote. @throws MEDIA_CHANGED when somebody else did so since `version` was read */
  async change(
    tx: Queryable,
    id: string,
    { version, title, about, languages, audience, services, channel, chapters, startsAt }: ProgrammeChange,
  ): Promise<void> {
    const changed = await tx.query(
      `UPDATE programme SET version = version + 1, title_ar = COALESCE($3, title_ar), title_en = COALESCE($4, title_en),
         about_ar = COALESCE($5, about_ar), about_en = COALESCE($6, about_en), languages = COALESCE($7, languages),
         audience = COALESCE($8, audience), starts_at = COALESCE($9, starts_at),
         channel = CASE WHEN $10 THEN $11 ELSE channel END
       WHERE id = $1 AND version = $2 RETURNING id`,
      [id, version, ...both(title), ...both(about), languages ?? null, audience ?? null, startsAt ?? null, channel !== undefined, channel ?? null],
    );
    if (changed.length === 0) throw new AmanahError('MEDIA_CHANGED', { detail: id });
    if (services) await setServices(tx, id, services);
    if (chapters) await setChapters(tx, id, chapters);
  }

  /** Writes what is found out about a programme; fields left out stay. */
  async note(tx: Queryable, id: string, facts: Facts): Promise<void> {
    const given = (Object.keys(factColumns) as (keyof Facts)[]).filter((field) => facts[field] !== undefined);
    if (given.length === 0) return;
    const sets = given.map((field, index) => `${factColumns[field]} = $${index + 2}`);
    const values = given.map((field) => (field === 'problem' && facts.problem ? JSON.stringify(facts.problem) : facts[field]));
    await tx.query(`UPDATE programme SET ${sets.join(', ')} WHERE id = $1`, [id, ...values]);
  }

  /** On the shelf for a watcher, the newest first. */
  async shelf(watcher: Watcher, { kind, service, language, channel, search, after, limit }: ListFilter): Promise<Programme[]> {
    return readProgrammes(
      this.#db,
      `WHERE p.state = 'published' AND ${audienceFilter(1)} AND ($3::text IS NULL OR p.kind = $3) AND ($5::text IS NULL OR $5 = ANY(p.languages))
         AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM programme_service s WHERE s.programme = p.id AND s.service = $4))
         AND ($6::text IS NULL OR concat_ws(' ', p.title_ar, p.title_en, p.about_ar, p.about_en) ILIKE $6)
         AND ($7::uuid IS NULL OR (p.published_at, p.id) < (SELECT published_at, id FROM programme WHERE id = $7)) AND ($9::text IS NULL OR p.channel = $9)
       ORDER BY p.published_at DESC, p.id DESC LIMIT $8`,
      [watcher.signedIn, watcher.units, kind ?? null, service ?? null, language ?? null, containing(search), after ?? null, limit, channel ?? null],
    );
  }

  /** Broadcasts of a channel that are announced, the next one first. */
  async announcedOf(channel: string): Promise<Programme[]> {
    return readProgrammes(
      this.#db,
      `WHERE p.channel = $1 AND p.state = 'scheduled' AND p.starts_at > now() - interval '3 hours' ORDER BY p.starts_at, p.id LIMIT 20`,
      [channel],
    );
  }

  /** Announced and running broadcasts for a watcher: those that run first, then the next ones. */
  async onAir(watcher: Watcher, limit: number): Promise<Programme[]> {
    return readProgrammes(
      this.#db,
      `WHERE (p.state = 'live' OR (p.state = 'scheduled' AND p.starts_at > now() - interval '3 hours')) AND ${audienceFilter(1)}
       ORDER BY p.state, p.starts_at, p.id LIMIT $3`,
      [watcher.signedIn, watcher.units, limit],
    );
  }

  /** All that run now, for every audience. */
  async live(): Promise<Programme[]> {
    return readProgrammes(this.#db, `WHERE p.state = 'live' ORDER BY p.started_at DESC`, []);
  }

  /** The media office's own list, the newest first; `units` = `null`: of all units. */
  async atWork(units: readonly string[] | null, states: readonly ProgrammeState[] | null, { kind, search, after, limit }: ListFilter): Promise<Programme[]> {
    return readProgrammes(
      this.#db,
      `WHERE ($1::text[] IS NULL OR p.unit = ANY($1)) AND ($2::text[] IS NULL OR p.state = ANY($2)) AND ($3::text IS NULL OR p.kind = $3)
         AND ($4::text IS NULL OR concat_ws(' ', p.title_ar, p.title_en) ILIKE $4)
         AND ($5::uuid IS NULL OR (p.created_at, p.id) < (SELECT created_at, id FROM programme WHERE id = $5))
       ORDER BY p.created_at DESC, p.id DESC LIMIT $6`,
      [units, states, kind ?? null, containing(search), after ?? null, limit],
    );
  }

  /** Takes the row away; its files are named in `programme_file` until they are gone. */
  async erase(tx: Queryable, id: string): Promise<void> {
    await tx.query('DELETE FROM programme WHERE id = $1', [id]);
  }
}

async function setServices(tx: Queryable, id: string, services: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM programme_service WHERE programme = $1', [id]);
  await tx.query(
    `INSERT INTO programme_service (programme, service, position)
     SELECT $1, service, min(nth) FROM unnest($2::text[]) WITH ORDINALITY AS one(service, nth) GROUP BY service`,
    [id, services],
  );
}

/** Of two chapters at the same moment the later one in the list stays. */
async function setChapters(tx: Queryable, id: string, chapters: readonly Chapter[]): Promise<void> {
  await tx.query('DELETE FROM chapter WHERE programme = $1', [id]);
  for (const { atSeconds, title, service } of chapters) {
    await tx.query(
      `INSERT INTO chapter (programme, at_seconds, title_ar, title_en, service) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (programme, at_seconds) DO UPDATE SET title_ar = $3, title_en = $4, service = $5`,
      [id, atSeconds, title.ar, title.en, service],
    );
  }
}

function both(words: Bilingual | undefined): [string | null, string | null] {
  return [words?.ar ?? null, words?.en ?? null];
}

function containing(search: string | undefined): string | null {
  return search ? `%${search.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
}
