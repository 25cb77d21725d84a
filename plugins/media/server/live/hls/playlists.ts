import { variants, type ListedSegment, type Run, type Variant } from './live-stream.ts';

/** What is behind every address that a playlist names: who asks, and the permission to read. */
export interface AddressTail {
  readonly grant: string | null;
  /** A word made for one player of a running broadcast, so that it counts once; it says nothing of who watches. */
  readonly viewer?: string | undefined;
}

export interface MediaPlaylist {
  readonly variant: Variant;
  readonly segments: readonly ListedSegment[];
  readonly ended: boolean;
  /** Seconds that a segment should have. */
  readonly segmentSeconds: number;
  readonly grant: string | null;
  /** The player has the older ones: they are named by their number only (RFC 8216 bis, 4.4.5.2). */
  readonly skipOld: boolean;
  /** The player came while the broadcast ran: a segment keeps the address that it had then, also once it is packed, or players take it for another one and stop. */
  readonly asLive: boolean;
}

/** Target durations from the end within which nothing may be skipped (RFC 8216 bis, 4.4.3.8: at least six). */
const skipFromEnd = 12;

const subtitles = 'subtitles';

export interface CaptionTrack {
  readonly language: string;
  readonly name: string;
  readonly uri: string;
}

/** The master playlist: picture with sound first, a smaller one where there is, and always sound alone. `lists`: what each variant's playlist lists. */
export function masterPlaylist(
  parts: {
    readonly runs: readonly Run[];
    readonly lists: Readonly<Record<Variant, readonly ListedSegment[]>>;
    readonly captions: readonly CaptionTrack[];
  },
  tail: AddressTail,
): string {
  const { runs, lists, captions } = parts;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const { language, name, uri } of captions)
    lines.push(
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${subtitles}",NAME="${name}",LANGUAGE="${language}",AUTOSELECT=YES,DEFAULT=NO,FORCED=NO,URI="${withTail(uri, tail)}"`,
    );
  for (const variant of variants) {
    // What the encoder sends says more than the slate before or after it.
    const own = runs.filter((run) => run.variant === variant);
    const run = own.findLast(({ slate }) => !slate) ?? own.at(-1);
    if (!run || (variant === 's' && lists.s.length === 0)) continue;
    const rate = ratesOf(lists[variant]);
    const attributes = [
      `BANDWIDTH=${rate.peak}`,
      `AVERAGE-BANDWIDTH=${rate.average}`,
      ...(run.codecs ? [`CODECS="${run.codecs}"`] : []),
      ...(run.width ? [`RESOLUTION=${run.width}x${run.height}`] : []),
      ...(captions.length > 0 ? [`SUBTITLES="${subtitles}"`] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, withTail(`${variant}/index.m3u8`, tail));
  }
  return `${lines.join('\n')}\n`;
}

/** The playlist of one variant: it only ever grows, and is closed when the broadcast is over. */
export function mediaPlaylist({ variant, segments, ended, segmentSeconds, grant, skipOld, asLive }: MediaPlaylist): string {
  const target = Math.max(Math.ceil(segmentSeconds), ...segments.map(({ seconds }) => Math.round(seconds)));
  const skipped = skipOld && !ended ? skippable(segments, skipFromEnd * target) : 0;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${target}`, `#EXT-X-PLAYLIST-TYPE:${ended ? 'VOD' : 'EVENT'}`];
  if (!ended) lines.push(`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=${(skipFromEnd * target).toFixed(1)}`);
  lines.push('#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-INDEPENDENT-SEGMENTS');
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  for (let index = skipped; index < segments.length; index++) lines.push(...segmentLines(segments[index]!, segments[index - 1], { variant, grant, asLive }));
  if (ended) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

function segmentLines(
  segment: ListedSegment,
  before: ListedSegment | undefined,
  { variant, grant, asLive }: Pick<MediaPlaylist, 'variant' | 'grant' | 'asLive'>,
): string[] {
  const lines: string[] = [];
  const packed = segment.atByte !== null && !asLive;
  const tail = { grant };
  const address = (file: string) => withTail(segment.variant === variant ? file : `../${segment.variant}/${file}`, tail);
  if (before?.run !== segment.run) {
    if (before) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(
      packed
        ? `#EXT-X-MAP:URI="${address('all.mp4')}",BYTERANGE="${segment.of.initBytes}@${segment.of.initAt}"`
        : `#EXT-X-MAP:URI="${address(`${segment.run}-init.mp4`)}"`,
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.beganAt).toISOString()}`,
    );
  }
  if (segment.missing) lines.push('#EXT-X-GAP');
  lines.push(`#EXTINF:${segment.seconds.toFixed(5)},`);
  if (packed) lines.push(`#EXT-X-BYTERANGE:${segment.bytes}@${segment.atByte}`, address('all.mp4'));
  else lines.push(address(`${segment.run}-${segment.number}.m4s`));
  return lines;
}

/** How many of the first segments lie further from the end than so many seconds. */
function skippable(segments: readonly ListedSegment[], keptSeconds: number): number {
  let kept = 0;
  for (let index = segments.length - 1; index >= 0; index--) {
    kept += segments[index]!.seconds;
    if (kept > keptSeconds) return index;
  }
  return 0;
}

/** Bits a second: the most of any segment, and the mean. */
function ratesOf(segments: readonly ListedSegment[]): { readonly peak: number; readonly average: number } {
  let peak = 0;
  let bytes = 0;
  let seconds = 0;
  for (const segment of segments) {
    if (segment.missing) continue;
    if (segment.seconds > 0.5) peak = Math.max(peak, (segment.bytes * 8) / segment.seconds);
    bytes += segment.bytes;
    seconds += segment.seconds;
  }
  const average = seconds > 0 ? Math.ceil((bytes * 8) / seconds) : 64_000;
  return { peak: Math.max(Math.ceil(peak), average), average };
}

function withTail(uri: string, { grant, viewer }: AddressTail): string {
  const query = [...(grant === null ? [] : [`g=${grant}`]), ...(viewer === undefined ? [] : [`n=${viewer}`])];
  return query.length > 0 ? `${uri}?${query.join('&')}` : uri;
}
