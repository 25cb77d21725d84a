import { z } from 'zod';

/** Where a stream's pieces lie: bytes of files under the programme's edition. What playlists are written of. */
export const streamMap = z.strictObject({
  /** The initialisation of fragmented MP4. */
  map: z.strictObject({ offset: z.number().int(), bytes: z.number().int() }),
  segments: z.array(z.strictObject({ seconds: z.number(), offset: z.number().int(), bytes: z.number().int() })),
});
export type StreamMap = z.infer<typeof streamMap>;

/** Reads the playlist that ffmpeg wrote of one file with byte ranges. @throws Error when it is not of that form */
export function readStreamMap(playlist: string): StreamMap {
  const map = /#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@(\d+)"/.exec(playlist);
  const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n/g)].map(([, seconds, bytes, offset]) => ({
    seconds: Number(seconds),
    bytes: Number(bytes),
    offset: Number(offset),
  }));
  if (!map || segments.length === 0 || !playlist.includes('#EXT-X-ENDLIST')) throw new Error('a playlist of another form, or one that was cut off');
  return { map: { bytes: Number(map[1]), offset: Number(map[2]) }, segments };
}

export function secondsOf({ segments }: Pick<StreamMap, 'segments'>): number {
  return Math.round(segments.reduce((sum, { seconds }) => sum + seconds, 0) * 1_000) / 1_000;
}

/** Peak of one segment and mean of all, in bits per second, as HLS wants them said. */
export function bitsOf({ segments }: Pick<StreamMap, 'segments'>): { readonly peak: number; readonly mean: number } {
  const all = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  // A last piece of a few frames says nothing of the line that is needed.
  const peaks = segments.filter(({ seconds }) => seconds >= 1).map(({ bytes, seconds }) => (bytes * 8) / seconds);
  const mean = (all * 8) / Math.max(secondsOf({ segments }), 0.001);
  return { peak: Math.ceil(Math.max(mean, ...peaks)), mean: Math.ceil(mean) };
}

export interface Cut {
  readonly from: number | null;
  readonly to: number | null;
}

/** The segments of a cut and where the first begins; a cut lies at borders of segments: the one that holds `from` comes whole, and so does the one that holds `to`. */
export function cutSegments(
  { segments }: Pick<StreamMap, 'segments'>,
  { from, to }: Cut,
): { readonly start: number; readonly segments: StreamMap['segments'] } {
  let at = 0;
  let start: number | null = null;
  const kept: StreamMap['segments'] = [];
  for (const segment of segments) {
    const end = at + segment.seconds;
    const within = end > (from ?? 0) + tolerance && at < (to ?? Number.POSITIVE_INFINITY) - tolerance;
    if (within) {
      start ??= at;
      kept.push(segment);
    }
    at = end;
  }
  return { start: Math.round((start ?? 0) * 1_000) / 1_000, segments: kept };
}

/** Whether a cut lies at borders of segments, so that nothing need be encoded anew. */
export function isAtBorders(map: Pick<StreamMap, 'segments'>, { from, to }: Cut): boolean {
  const borders = [0];
  for (const { seconds } of map.segments) borders.push(borders.at(-1)! + seconds);
  const near = (moment: number | null) => moment === null || borders.some((border) => Math.abs(border - moment) <= tolerance);
  return near(from) && (near(to) || (to !== null && to >= borders.at(-1)!));
}

/** Half a frame. */
const tolerance = 0.02;

const profileBox = Buffer.from('avcC');

/** The codecs of a file as RFC 6381 names them, of its initialisation: H.264 by its profile and level, sound is AAC-LC. @throws Error when a picture has no H.264 */
export function codecsOf(initialisation: Buffer, { picture, sound }: { readonly picture: boolean; readonly sound: boolean }): string {
  const names: string[] = [];
  if (picture) {
    const at = initialisation.indexOf(profileBox);
    if (at < 0 || at + 8 > initialisation.length) throw new Error('the initialisation says nothing of H.264');
    names.push(`avc1.${initialisation.subarray(at + 5, at + 8).toString('hex')}`);
  }
  if (sound) names.push('mp4a.40.2');
  return names.join(',');
}
