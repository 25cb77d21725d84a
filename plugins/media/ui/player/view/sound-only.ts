import Hls, { type HlsConfig, type Loader, type LoaderCallbacks, type LoaderConfiguration, type LoaderContext } from 'hls.js';

/** A playlist of playlists without the rungs that have a picture; as it is where there is no other. */
export function withoutPicture(playlist: string): string {
  const lines = playlist.split('\n');
  const kept = lines.filter((line, index) => !hasPicture(line) && !hasPicture(lines[index - 1] ?? ''));
  return kept.some((line) => line.startsWith('#EXT-X-STREAM-INF')) ? kept.join('\n') : playlist;
}

/**
 * hls.js leaves out rungs without a picture wherever others have one, so for sound alone it is given a playlist of those only. The address stays, and with it
 * what the playlist names: captions, and who may read.
 */
export class SoundOnlyLoader extends (Hls.DefaultConfig.loader as new (config: HlsConfig) => Loader<LoaderContext>) {
  override load(context: LoaderContext, config: LoaderConfiguration, callbacks: LoaderCallbacks<LoaderContext>): void {
    super.load(context, config, {
      ...callbacks,
      onSuccess(response, stats, asked, details) {
        const { data } = response;
        callbacks.onSuccess(
          typeof data === 'string' && data.includes('#EXT-X-STREAM-INF') ? { ...response, data: withoutPicture(data) } : response,
          stats,
          asked,
          details,
        );
      },
    });
  }
}

function hasPicture(line: string): boolean {
  return line.startsWith('#EXT-X-STREAM-INF') && line.includes('RESOLUTION=');
}
