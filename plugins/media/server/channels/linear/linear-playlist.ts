import { variantsOf, type LinearVariant } from './source.ts';
import { targetSeconds } from './sources.ts';
import type { Bytes } from './stored-tracks.ts';

/** A segment of a channel's stream. Moments are microseconds since 1970. */
export interface ListedSegment {
  readonly number: number;
  readonly beginsAt: number;
  readonly endsAt: number;
  /** Discontinuities from the channel's beginning up to here. */
  readonly discontinuity: number;
  /** Its initialisation and itself; `null`: it may not be heard any more. */
  readonly map: Bytes | null;
  readonly bytes: Bytes | null;
}

/** What each variant may take of a line, and what it is made of: the ladder's own figures, with what a peak takes more. */
const streams: Readonly<Record<LinearVariant, string>> = {
  h: 'BANDWIDTH=3200000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=1280x720',
  l: 'BANDWIDTH=560000,AVERAGE-BANDWIDTH=400000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=426x240',
  a: 'BANDWIDTH=160000,AVERAGE-BANDWIDTH=100000,CODECS="mp4a.40.2"',
};

/** The playlist of playlists of a channel. */
export function linearMaster(kind: 'video' | 'audio'): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:8', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const variant of variantsOf(kind)) lines.push(`#EXT-X-STREAM-INF:${streams[variant]}`, `${variant}.m3u8`);
  return `${lines.join('\n')}\n`;
}

/** A window of a channel's stream that slides on: it never ends. Segments are in order, none is left out between them. */
export function linearPlaylist(segments: readonly ListedSegment[]): string {
  const [first] = segments;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:8',
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.number ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first?.discontinuity ?? 0}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  let before: ListedSegment | undefined;
  for (const segment of segments) {
    lines.push(...linesOf(segment, before));
    before = segment;
  }
  return `${lines.join('\n')}\n`;
}

function linesOf(segment: ListedSegment, before: ListedSegment | undefined): string[] {
  const lines: string[] = [];
  const { beginsAt, endsAt, map, bytes, discontinuity } = segment;
  const isNew = before?.discontinuity !== discontinuity;
  if (isNew && before) lines.push('#EXT-X-DISCONTINUITY');
  if (map && (isNew || !before?.map)) lines.push(`#EXT-X-MAP:URI="${map.address}"${map.range ? `,BYTERANGE="${map.range.bytes}@${map.range.offset}"` : ''}`);
  if (isNew || Math.abs(before.endsAt - beginsAt) > 1_000) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(beginsAt / 1_000)).toISOString()}`);
  if (!bytes) lines.push('#EXT-X-GAP');
  lines.push(`#EXTINF:${((endsAt - beginsAt) / 1_000_000).toFixed(6)},`);
  if (bytes?.range) lines.push(`#EXT-X-BYTERANGE:${bytes.range.bytes}@${bytes.range.offset}`);
  lines.push(bytes?.address ?? 'gone.m4s');
  return lines;
}
