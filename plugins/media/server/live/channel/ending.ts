import type { Queryable } from '@amanah/plugin-api';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import { listedSegments, secondsOf } from '../hls/live-stream.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { StreamStore } from './stream-store.ts';

export interface EndingParts {
  readonly programmes: ProgrammeParts;
  readonly broadcasts: Broadcasts;
  readonly store: StreamStore;
  /** Queues the packing of a recording. */
  readonly pack: (programme: string, tx: Queryable) => Promise<void>;
}

/**
 * Ends a broadcast: what was sent is its recording from now on, without a byte encoded again. It is published at once where a reason was given, when the
 * broadcast was scheduled, why there are no captions; else the media office adds them first. Ended twice it is ended once.
 */
export async function endBroadcast({ programmes, broadcasts, store, pack }: EndingParts, id: string, why: string): Promise<void> {
  const { ctx, programmes: all, publication, streams } = programmes;
  const [runs, segments] = await Promise.all([store.runs(id), store.segments(id, 0)]);
  const longest = runs.some(({ variant }) => variant === 'v') ? 'v' : 'a';
  const seconds = secondsOf(listedSegments(longest, runs, segments));
  const ended = await ctx.db.transaction(async (tx) => {
    const one = await all.hold(tx, id);
    if (one.state !== 'live') return false;
    const empty = seconds === 0;
    const facts = { seconds, endedAt: new Date() };
    await all.note(tx, id, empty ? { ...facts, state: 'failed', problem: { code: 'MEDIA_RECORDING_EMPTY', params: {} } } : { ...facts, state: 'ended' });
    await broadcasts.close(tx, id);
    await store.nameFiles(tx, id);
    await ctx.events.emit(tx, { type: 'broadcast.ended', subject: id, data: { id, title: one.title, unit: one.unit, services: one.services, seconds, why } });
    if (empty) return true;
    if (one.captionsException !== null || one.captions.length > 0) await publication.putOnShelf(tx, { ...one, state: 'ended', seconds }, one.captionsException);
    await pack(id, tx);
    return true;
  });
  streams.forget(id);
  if (ended) await ctx.audit.record({ action: 'broadcast.ended', actor: null, subject: `programme/${id}`, requestId: `live-${id}`, data: { seconds, why } });
}
