import { cutSegments, type Cut, type StreamMap } from './stream-map.ts';

export interface Variant {
  readonly name: string;
  readonly kind: 'video' | 'audio';
  readonly width: number | null;
  readonly height: number | null;
  readonly codecs: string;
  readonly peakBits: number;
  readonly meanBits: number;
}

/** Captions in a playlist: the language's own name is what players show. */
export interface CaptionTrack {
  readonly language: string;
  readonly version: number;
}

const group = 'captions';

/**
 * The playlist of playlists of a programme: its rungs from the best, the sound alone last, captions as a group. Addresses are relative; `query` goes with
 * each (`?link=…`), since players keep it nowhere.
 */
export function masterPlaylist(edition: number, variants: readonly Variant[], tracks: readonly CaptionTrack[], query: string): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const [index, { language, version }] of tracks.entries()) {
    const first = index === 0 ? 'YES' : 'NO';
    lines.push(
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${group}",NAME="${nameOf(language)}",LANGUAGE="${language}",DEFAULT=${first},AUTOSELECT=YES,FORCED=NO,URI="${edition}/captions/${language}/${version}.m3u8${query}"`,
    );
  }
  const inOrder = [...variants].sort((a, b) => b.peakBits - a.peakBits || a.name.localeCompare(b.name));
  for (const one of [...inOrder.filter(({ kind }) => kind === 'video'), ...inOrder.filter(({ kind }) => kind === 'audio')]) {
    const size = one.width === null ? '' : `,RESOLUTION=${one.width}x${one.height}`;
    const captions = tracks.length > 0 ? `,SUBTITLES="${group}"` : '';
    lines.push(
      `#EXT-X-STREAM-INF:BANDWIDTH=${one.peakBits},AVERAGE-BANDWIDTH=${one.meanBits},CODECS="${one.codecs}"${size}${captions}`,
      `${edition}/${one.name}.m3u8${query}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Playlist of one rung, cut where the edition is: whole segments of one file, by their bytes. */
export function mediaPlaylist(name: string, stream: StreamMap, cut: Cut, query: string): string {
  const { segments } = cutSegments(stream, cut);
  const file = `${name}.mp4${query}`;
  const longest = Math.ceil(Math.max(1, ...segments.map(({ seconds }) => seconds)));
  const { bytes, offset } = stream.map;
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${bytes}@${offset}"`,
    ...segments.flatMap((one) => [`#EXTINF:${one.seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${one.bytes}@${one.offset}`, file]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

/** Playlist of captions: one file for the whole length. */
export function captionPlaylist(version: number, seconds: number, query: string): string {
  return `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:${Math.ceil(seconds)}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:${seconds.toFixed(3)},\n${version}.vtt${query}\n#EXT-X-ENDLIST\n`;
}

/** What a language calls itself. */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language;
  return name.replace(/["\r\n]/g, '');
}
