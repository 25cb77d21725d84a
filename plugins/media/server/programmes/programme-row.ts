import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { ProgrammeKind, ProgrammeState } from '../../contract.ts';
import type { Audience } from '../../shared/programme.ts';

export interface Chapter {
  readonly atSeconds: number;
  readonly title: Bilingual;
  readonly service: string | null;
}

/** Code and parameters of an error of the catalogue that ended the work on a programme. */
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A programme as it lies in the store, with what belongs to it. Moments are ISO. */
export interface Programme {
  readonly id: string;
  readonly kind: ProgrammeKind;
  readonly origin: 'live' | 'upload';
  readonly state: ProgrammeState;
  readonly version: number;
  readonly unit: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly languages: readonly string[];
  readonly audience: Audience;
  /** Key in the plugin's files. */
  readonly poster: string | null;
  readonly seconds: number | null;
  readonly bytes: number;
  readonly captionsException: string | null;
  readonly problem: Problem | null;
  readonly startsAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly publishedAt: string | null;
  readonly withdrawnAt: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly services: readonly string[];
  readonly chapters: readonly Chapter[];
  /** Languages of its captions. */
  readonly captions: readonly string[];
  readonly channel: { readonly slug: string; readonly title: Bilingual; readonly open: boolean } | null;
}

interface Row {
  readonly id: string;
  readonly kind: ProgrammeKind;
  readonly origin: 'live' | 'upload';
  readonly state: ProgrammeState;
  readonly version: number;
  readonly unit: string;
  readonly title_ar: string;
  readonly title_en: string;
  readonly about_ar: string;
  readonly about_en: string;
  readonly languages: string[];
  readonly audience: Audience;
  readonly poster: string | null;
  readonly seconds: string | null;
  readonly bytes: string;
  readonly captions_exception: string | null;
  readonly problem: Problem | null;
  readonly starts_at: Date | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly published_at: Date | null;
  readonly withdrawn_at: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly services: string[];
  readonly chapters: { at_seconds: number; title_ar: string; title_en: string; service: string | null }[];
  readonly captions: string[];
  readonly channel: { slug: string; title: Bilingual; open: boolean } | null;
}

const columns = `p.id, p.kind, p.origin, p.state, p.version, p.unit, p.title_ar, p.title_en, p.about_ar, p.about_en, p.languages, p.audience, p.poster,
  p.seconds, p.bytes, p.captions_exception, p.problem, p.starts_at, p.started_at, p.ended_at, p.published_at, p.withdrawn_at, p.created_by, p.created_at,
  ARRAY(SELECT service FROM programme_service s WHERE s.programme = p.id ORDER BY position) AS services,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('at_seconds', at_seconds, 'title_ar', title_ar, 'title_en', title_en, 'service', service) ORDER BY at_seconds)
    FROM chapter c WHERE c.programme = p.id), '[]') AS chapters,
  ARRAY(SELECT language FROM track t WHERE t.programme = p.id ORDER BY language) AS captions,
  (SELECT jsonb_build_object('slug', slug, 'title', jsonb_build_object('ar', title_ar, 'en', title_en), 'open', open) FROM channel WHERE slug = p.channel) AS channel`;

/** Reads programmes; `rest` is what follows `FROM programme p`. */
export async function readProgrammes(db: Queryable, rest: string, values: readonly unknown[]): Promise<Programme[]> {
  return (await db.query<Row>(`SELECT ${columns} FROM programme p ${rest}`, values)).map(programmeOf);
}

function programmeOf(row: Row): Programme {
  const moment = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    kind: row.kind,
    origin: row.origin,
    state: row.state,
    version: row.version,
    unit: row.unit,
    title: { ar: row.title_ar, en: row.title_en },
    about: { ar: row.about_ar, en: row.about_en },
    languages: row.languages,
    audience: row.audience,
    poster: row.poster,
    seconds: row.seconds === null ? null : Number(row.seconds),
    bytes: Number(row.bytes),
    captionsException: row.captions_exception,
    problem: row.problem,
    startsAt: moment(row.starts_at),
    startedAt: moment(row.started_at),
    endedAt: moment(row.ended_at),
    publishedAt: moment(row.published_at),
    withdrawnAt: moment(row.withdrawn_at),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    services: row.services,
    chapters: row.chapters.map((one) => ({ atSeconds: one.at_seconds, title: { ar: one.title_ar, en: one.title_en }, service: one.service })),
    captions: row.captions,
    channel: row.channel,
  };
}
