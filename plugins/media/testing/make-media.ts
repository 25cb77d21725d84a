import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes small real media files with ffmpeg; `args` come between the inputs and the file. */
export async function makeMedia(path: string, ...args: readonly (string | readonly string[])[]): Promise<string> {
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args.flat(), path]);
  return path;
}

/** A moving picture with a tone: 320x180 unless another size is given. */
export function testVideo(path: string, { seconds = 3, size = '320x180', rate = 25, more = [] as readonly string[] } = {}): Promise<string> {
  const inputs = ['-f', 'lavfi', '-i', `testsrc=s=${size}:r=${rate}:d=${seconds}`, '-f', 'lavfi', '-i', `sine=d=${seconds}`];
  return makeMedia(path, ...inputs, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', ...more);
}

/** A tone, as MP3. */
export function testSound(path: string, { seconds = 3, more = [] as readonly string[] } = {}): Promise<string> {
  return makeMedia(path, '-f', 'lavfi', '-i', `sine=d=${seconds}`, '-c:a', 'libmp3lame', ...more);
}

/** Everything that ffprobe tells of a file, as one text. */
export async function allSaidOf(path: string): Promise<string> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-show_chapters', '-show_programs', '-of', 'json', '-i', path]);
  return stdout;
}
