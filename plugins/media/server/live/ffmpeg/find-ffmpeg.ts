import { execFile } from 'node:child_process';
import { AmanahError } from '@amanah/errors';

/** How long a program that was not found is believed to be missing. */
const missingMs = 15_000;

let found: Promise<string> | undefined;
let missingUntil = 0;

/** Version of the ffmpeg of this machine. @throws MEDIA_FFMPEG_MISSING with how to install it */
export function ffmpegVersion(): Promise<string> {
  if (Date.now() < missingUntil) return Promise.reject(missing());
  return (found ??= new Promise<string>((resolve, reject) => {
    execFile('ffmpeg', ['-hide_banner', '-version'], { timeout: 10_000 }, (error, stdout) => {
      if (!error) return resolve(/ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown');
      found = undefined;
      missingUntil = Date.now() + missingMs;
      reject(missing(error));
    });
  }));
}

function missing(cause?: unknown): AmanahError {
  return new AmanahError('MEDIA_FFMPEG_MISSING', { detail: 'ffmpeg is not installed: sudo apt-get install --no-install-recommends ffmpeg', cause });
}
