import type { Queryable } from '@amanah/plugin-api';
import type { Programme } from '../../programmes/programme-row.ts';
import type { CaptionTrack } from './playlists.ts';

/** Captions of recordings, as the stream's own playlists and files. */
export class Captions {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** Under the name that each language calls itself. */
  tracks({ captions }: Pick<Programme, 'captions'>): CaptionTrack[] {
    return captions.map((language) => ({
      language,
      name: (new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language).replaceAll(/["\r\n]/g, ''),
      uri: `captions/${language}.m3u8`,
    }));
  }

  async webvtt(programme: string, language: string): Promise<string | null> {
    const [row] = await this.#db.query<{ webvtt: string }>('SELECT webvtt FROM track WHERE programme = $1 AND language = $2', [programme, language]);
    return row?.webvtt ?? null;
  }
}

/** One file for the whole length. */
export function captionPlaylist(language: string, seconds: number, grant: string | null): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(seconds))}`, '#EXT-X-MEDIA-SEQUENCE:0'];
  lines.push('#EXT-X-PLAYLIST-TYPE:VOD', `#EXTINF:${seconds.toFixed(3)},`, `${language}.vtt${grant === null ? '' : `?g=${grant}`}`, '#EXT-X-ENDLIST', '');
  return lines.join('\n');
}
