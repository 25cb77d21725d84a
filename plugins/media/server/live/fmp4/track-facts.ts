import { boxAt, boxesIn } from './box-splitter.ts';

/** A track of a fragmented MP4, as its `moov` says. */
export interface TrackFacts {
  readonly id: number;
  readonly kind: 'video' | 'audio' | 'other';
  /** Ticks a second. */
  readonly timescale: number;
  /** As RFC 6381 writes it: `avc1.64001f`, `mp4a.40.2`; `null`: another codec. */
  readonly codec: string | null;
  readonly width: number;
  readonly height: number;
}

/** Reads the tracks of a whole `moov` box (with its header). */
export function tracksOf(moov: Buffer): TrackFacts[] {
  const tracks: TrackFacts[] = [];
  for (const { type, content } of boxesIn(moov.subarray(8))) if (type === 'trak') tracks.push(trackOf(content));
  return tracks;
}

function trackOf(trak: Buffer): TrackFacts {
  const tkhd = boxAt(trak, 'tkhd');
  const mdhd = boxAt(trak, 'mdia', 'mdhd');
  const handler = boxAt(trak, 'mdia', 'hdlr')?.toString('latin1', 8, 12);
  const stsd = boxAt(trak, 'mdia', 'minf', 'stbl', 'stsd');
  const long = tkhd?.[0] === 1;
  const sample = stsd && [...boxesIn(stsd.subarray(8))][0];
  const video = handler === 'vide';
  return {
    id: tkhd?.readUInt32BE(long ? 20 : 12) ?? 0,
    kind: video ? 'video' : handler === 'soun' ? 'audio' : 'other',
    timescale: mdhd?.readUInt32BE(mdhd[0] === 1 ? 20 : 12) ?? 1,
    codec: sample ? codecOf(sample) : null,
    width: video && sample ? sample.content.readUInt16BE(24) : 0,
    height: video && sample ? sample.content.readUInt16BE(26) : 0,
  };
}

/** Only what the encoders here make is named; everything else stays unnamed. */
function codecOf({ type, content }: { readonly type: string; readonly content: Buffer }): string | null {
  if (type === 'avc1') {
    const avcC = boxAt(content.subarray(78), 'avcC');
    return avcC ? `avc1.${avcC.toString('hex', 1, 4)}` : null;
  }
  return type === 'mp4a' ? 'mp4a.40.2' : null;
}

/** Seconds of one track in a whole `moof` box: the sum of its samples; `null`: the track has none in it. */
export function secondsIn(moof: Buffer, { id, timescale }: Pick<TrackFacts, 'id' | 'timescale'>): number | null {
  for (const { type, content } of boxesIn(moof.subarray(8))) {
    if (type !== 'traf') continue;
    const tfhd = boxAt(content, 'tfhd');
    if (tfhd?.readUInt32BE(4) !== id) continue;
    const usual = usualDuration(tfhd);
    let ticks = 0;
    for (const box of boxesIn(content)) if (box.type === 'trun') ticks += ticksOf(box.content, usual);
    return ticks / timescale;
  }
  return null;
}

/** Duration of samples that say none themselves (14496-12, 8.8.7). */
function usualDuration(tfhd: Buffer): number {
  const flags = tfhd.readUInt32BE(0) & 0xffffff;
  if (!(flags & 0x8)) return 0;
  return tfhd.readUInt32BE(8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
}

/** Ticks of a run of samples (14496-12, 8.8.8). */
function ticksOf(trun: Buffer, usual: number): number {
  const flags = trun.readUInt32BE(0) & 0xffffff;
  const count = trun.readUInt32BE(4);
  if (!(flags & 0x100)) return count * usual;
  const first = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
  const size = 4 + (flags & 0x200 ? 4 : 0) + (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0);
  let ticks = 0;
  for (let sample = 0; sample < count; sample++) ticks += trun.readUInt32BE(first + sample * size);
  return ticks;
}
