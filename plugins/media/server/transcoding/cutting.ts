import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import type { Tracks } from '../captions/tracks.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { Editions } from './editions.ts';
import { cutSegments, isAtBorders, secondsOf, type Cut } from './stream-map.ts';
import { moveTimeline } from './timeline.ts';

export interface CuttingParts {
  readonly programmes: ProgrammeParts;
  readonly editions: Editions;
  readonly tracks: Tracks;
  transcode(tx: Queryable): Promise<void>;
}

export interface CutDone {
  readonly outcome: 'at-once' | 'encoding';
  readonly from: number;
  readonly to: number;
}

const leastSeconds = 1;

/**
 * Cuts a programme at seconds of what is shown now: by whole segments where that will do, at once and without encoding anything; otherwise a new edition
 * is made beside the one in force. Captions and chapters move along. @throws MEDIA_CUT_REFUSED, MEDIA_STATE_REFUSED while it is being encoded
 */
export async function cutProgramme({ programmes, editions, tracks, transcode }: CuttingParts, id: string, cut: Cut, exact: boolean): Promise<CutDone> {
  const edition = await editions.inForce(id);
  const [best] = edition ? await editions.renditions(id, edition.number) : [];
  if (!edition || !best) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} has no edition` });
  const before = cutSegments(best.stream, edition.show);
  const shown = secondsOf(before);
  const [from, to] = [cut.from ?? 0, Math.min(cut.to ?? shown, shown)];
  if (from > to - leastSeconds) throw new AmanahError('MEDIA_CUT_REFUSED', { detail: `${from} to ${to} of ${shown}` });
  // In seconds of the encoded streams.
  const wanted: Cut = { from: from === 0 ? edition.show.from : before.start + from, to: to === shown ? edition.show.to : before.start + to };

  return programmes.ctx.db.transaction(async (tx) => {
    await programmes.programmes.hold(tx, id);
    const latest = await editions.latest(id, tx);
    if (latest && (latest.state === 'waiting' || latest.state === 'running'))
      throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is being encoded` });
    if (!exact || isAtBorders(best.stream, wanted)) {
      const after = cutSegments(best.stream, wanted);
      const seconds = secondsOf(after);
      await editions.show(tx, id, edition.number, wanted);
      await moveTimeline(tx, tracks, id, before.start - after.start, seconds);
      await programmes.programmes.note(tx, id, { seconds });
      const start = Math.round((after.start - before.start) * 1_000) / 1_000;
      return { outcome: 'at-once', from: start, to: Math.round((start + seconds) * 1_000) / 1_000 };
    }
    if (!(await editions.original(id))) throw new AmanahError('MEDIA_CUT_REFUSED', { detail: `${id} has no original` });
    const source = edition.encode.from ?? 0;
    await editions.add(tx, id, {
      from: source + before.start + from,
      to: to === shown && edition.show.to === null ? edition.encode.to : source + before.start + to,
    });
    await transcode(tx);
    return { outcome: 'encoding', from, to };
  });
}

/** Everything of the source is shown again. Captions that a cut took away do not come back. @throws MEDIA_STATE_REFUSED */
export async function uncutProgramme({ programmes, editions, tracks, transcode }: CuttingParts, id: string): Promise<CutDone> {
  const edition = await editions.inForce(id);
  const [best] = edition ? await editions.renditions(id, edition.number) : [];
  if (!edition || !best) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} has no edition` });
  const whole = edition.encode.from === null && edition.encode.to === null;
  const seconds = secondsOf(best.stream);
  const { start } = cutSegments(best.stream, edition.show);
  return programmes.ctx.db.transaction(async (tx) => {
    await programmes.programmes.hold(tx, id);
    await editions.show(tx, id, edition.number, { from: null, to: null });
    await moveTimeline(tx, tracks, id, start, seconds);
    await programmes.programmes.note(tx, id, { seconds });
    if (!whole) {
      await editions.add(tx, id);
      await transcode(tx);
    }
    return { outcome: whole ? 'at-once' : 'encoding', from: 0, to: seconds };
  });
}
