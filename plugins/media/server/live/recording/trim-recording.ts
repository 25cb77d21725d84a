import { AmanahError } from '@amanah/errors';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import type { StreamStore } from '../channel/stream-store.ts';
import { listedSegments, secondsOf, trimmed } from '../hls/live-stream.ts';

const shortestSeconds = 1;

/**
 * Sets what is shown of a recording; nothing is encoded or deleted, so that it can be set anew. Chapters go with the picture they belong to, those outside
 * are dropped.
 * @returns where it begins and ends now, at the borders of segments
 * @throws MEDIA_STATE_REFUSED while it runs, MEDIA_TRIM_REFUSED when nothing would be left, MEDIA_PROGRAMME_UNKNOWN for one that was not a broadcast
 */
export async function trimRecording(
  { ctx, programmes }: ProgrammeParts,
  store: StreamStore,
  id: string,
  from: number | null,
  to: number | null,
): Promise<{ readonly from: number; readonly to: number }> {
  const [runs, segments, before] = await Promise.all([store.runs(id), store.segments(id, 0), store.cut(id)]);
  if (runs.length === 0) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
  const all = listedSegments(runs.some(({ variant }) => variant === 'v') ? 'v' : 'a', runs, segments);
  const kept = trimmed(all, from, to);
  const seconds = secondsOf(kept);
  if (seconds < shortestSeconds) throw new AmanahError('MEDIA_TRIM_REFUSED', { params: { seconds: Math.floor(secondsOf(all)) } });
  const beginOf = (cutFrom: number | null) => secondsOf(all.slice(0, all.indexOf(trimmed(all, cutFrom, null)[0]!)));
  const begins = beginOf(from);
  await ctx.db.transaction(async (tx) => {
    const one = await programmes.hold(tx, id);
    if (one.state === 'live' || one.state === 'scheduled' || one.state === 'failed')
      throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
    await tx.query('UPDATE broadcast SET trim_from = $2, trim_to = $3 WHERE programme = $1', [id, from, to]);
    await programmes.note(tx, id, { seconds });
    const shift = beginOf(before.from) - begins;
    if (shift === 0 || one.chapters.length === 0) return;
    const chapters = one.chapters
      .map((chapter) => ({ ...chapter, atSeconds: chapter.atSeconds + shift }))
      .filter(({ atSeconds }) => atSeconds >= 0 && atSeconds < seconds);
    await programmes.change(tx, id, { version: one.version, chapters });
  });
  return { from: begins, to: begins + seconds };
}
