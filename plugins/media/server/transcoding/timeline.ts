import type { Queryable } from '@amanah/plugin-api';
import type { Tracks } from '../captions/tracks.ts';

interface ChapterRow {
  readonly at: number;
  readonly title_ar: string;
  readonly title_en: string;
  readonly service: string | null;
}

/**
 * The zero of a programme moves by so many seconds and it lasts so long now: captions and chapters move along, those outside go. The chapter that ran
 * when the programme begins now stands at its beginning.
 */
export async function moveTimeline(tx: Queryable, tracks: Tracks, programme: string, shift: number, seconds: number): Promise<void> {
  await tracks.move(tx, programme, shift, seconds);
  const before = await tx.query<ChapterRow>(
    'SELECT at_seconds::float8 AS at, title_ar, title_en, service FROM chapter WHERE programme = $1 ORDER BY at_seconds',
    [programme],
  );
  await tx.query('DELETE FROM chapter WHERE programme = $1', [programme]);
  for (const { at, title_ar, title_en, service } of movedChapters(before, shift, seconds))
    await tx.query('INSERT INTO chapter (programme, at_seconds, title_ar, title_en, service) VALUES ($1, $2, $3, $4, $5)', [
      programme,
      at,
      title_ar,
      title_en,
      service,
    ]);
}

/** Chapters in order, moved: of those before the beginning only the last one stays. */
export function movedChapters<One extends { readonly at: number }>(chapters: readonly One[], shift: number, seconds: number): One[] {
  const moved = chapters.map((one) => ({ ...one, at: Math.round((one.at + shift) * 1_000) / 1_000 })).filter(({ at }) => at < seconds);
  const first = moved.findLastIndex(({ at }) => at <= 0);
  return moved.slice(Math.max(0, first)).map((one) => ({ ...one, at: Math.max(0, one.at) }));
}
