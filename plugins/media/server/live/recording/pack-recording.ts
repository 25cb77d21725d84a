import { Readable } from 'node:stream';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import { listedSegments, variants, type ListedSegment, type Run, type Variant } from '../hls/live-stream.ts';
import { packedKey, segmentKey, type StreamStore } from '../channel/stream-store.ts';

const mostBytes = 500_000_000_000;

interface Place {
  readonly key: string;
  readonly bytes: number;
  readonly run?: Run;
  readonly segment?: ListedSegment;
}

/**
 * Lays the segments of a recording end to end in one file a variant, as they are: players read parts of it. The small files go afterwards. Run again it
 * goes on where it was: the recording plays all the while.
 */
export async function packRecording({ ctx, programmes, files }: ProgrammeParts, store: StreamStore, id: string): Promise<void> {
  const one = await programmes.find(id);
  if (!one || one.state === 'live' || one.state === 'scheduled') return;
  const [packed] = await ctx.db.query('SELECT 1 FROM broadcast WHERE programme = $1 AND packed_at IS NOT NULL', [id]);
  if (!packed) {
    const [runs, segments] = await Promise.all([store.runs(id), store.segments(id, 0)]);
    const laid = new Map<Variant, Place[]>();
    for (const variant of variants) {
      const own = listedSegments(variant, runs, segments).filter((segment) => segment.variant === variant && !segment.missing);
      const places = placesOf(id, variant, own);
      if (places.length === 0) continue;
      await files.put(id, packedKey(id, variant), Readable.from(bytesOf(places, ctx.files)), { type: 'video/mp4', maxBytes: mostBytes });
      laid.set(variant, places);
    }
    await ctx.db.transaction(async (tx) => {
      await store.nameFiles(tx, id);
      for (const places of laid.values()) {
        let at = 0;
        for (const { bytes, run, segment } of places) {
          if (run) await tx.query('UPDATE live_run SET init_at = $4 WHERE programme = $1 AND number = $2 AND variant = $3', [id, run.number, run.variant, at]);
          if (segment) await tx.query('UPDATE live_segment SET at_byte = $2 WHERE id = $1', [segment.id, at]);
          at += bytes;
        }
      }
      await tx.query('UPDATE broadcast SET packed_at = now() WHERE programme = $1', [id]);
    });
  }
  const left = await ctx.db.query<{ key: string }>(`SELECT key FROM programme_file WHERE programme = $1 AND key LIKE 'live/%/%/%'`, [id]);
  await files.remove(
    id,
    left.map(({ key }) => key),
  );
}

function placesOf(id: string, variant: Variant, segments: readonly ListedSegment[]): Place[] {
  const places: Place[] = [];
  let run: number | undefined;
  for (const segment of segments) {
    if (segment.run !== run) {
      run = segment.run;
      places.push({ key: segmentKey(id, variant, run, 'init'), bytes: segment.of.initBytes, run: segment.of });
    }
    places.push({ key: segmentKey(id, variant, segment.run, segment.number), bytes: segment.bytes, segment });
  }
  return places;
}

async function* bytesOf(places: readonly Place[], files: ProgrammeParts['ctx']['files']): AsyncGenerator<Uint8Array> {
  for (const { key, bytes } of places) {
    let read = 0;
    for await (const chunk of await (await files.open(key)).stream()) {
      read += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
    if (read !== bytes) throw new Error(`${key} has ${read} bytes instead of ${bytes}`);
  }
}
