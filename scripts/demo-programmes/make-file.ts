import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, type Words } from '../../plugins/media/server/transcoding/run-program.ts';
import type { SlideDrawer } from './draw-slides.ts';
import { melody } from './melody.ts';
import { beginnings, secondsOf, type Script } from './script.ts';

export interface MadeFile {
  readonly path: string;
  readonly name: string;
}

/** Still pictures need no more; fewer than five are taken for a fault of the source. */
const framesPerSecond = 5;
const deadlineMs = 300_000;

/** Draws a script and turns it into a file in a folder, as somebody would upload it; its title chooses its melody. @throws Error with what ffmpeg said */
export async function makeFile({ scenes, kind, title }: Script, folder: string, drawer: SlideDrawer): Promise<MadeFile> {
  const length = secondsOf(scenes);
  const begins = beginnings(scenes);
  const sound = join(folder, 'melody.wav');
  await writeFile(sound, melody(length, title.en.length));
  if (kind === 'audio') {
    const path = join(folder, 'programme.m4a');
    await ffmpeg([['-i', sound], ['-c:a', 'aac', '-b:a', '96k'], path]);
    return { path, name: 'programme.m4a' };
  }
  const pictures: string[] = [];
  for (const [at, { slide, seconds }] of scenes.entries()) {
    const name = `slide-${at}.png`;
    await writeFile(join(folder, name), drawer.draw({ ...slide, progress: (begins[at]! + seconds) / length, poster: false }));
    pictures.push(`file ${name}`, `duration ${seconds}`);
  }
  // The demuxer leaves out the time of the last picture unless it is named again.
  pictures.push(pictures.at(-2)!);
  await writeFile(join(folder, 'slides.txt'), pictures.join('\n'));
  const path = join(folder, 'programme.mp4');
  await ffmpeg([
    ['-f', 'concat', '-i', join(folder, 'slides.txt'), '-i', sound, '-t', String(length)],
    ['-vf', `fps=${framesPerSecond},format=yuv420p`, '-g', String(framesPerSecond * 2)],
    ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'stillimage', '-crf', '24'],
    ['-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', path],
  ]);
  return { path, name: 'programme.mp4' };
}

/** Sends a film to the address of an encoder as fast as it plays. */
export async function sendLive(path: string, address: string): Promise<void> {
  await ffmpeg([['-re', '-i', path, '-c', 'copy', '-f', 'flv', address]]);
}

async function ffmpeg(args: readonly Words[]): Promise<void> {
  const { code, cut, stderr } = await runProgram('ffmpeg', [['-v', 'error', '-nostdin', '-y'], ...args], { deadlineMs });
  if (code !== 0) throw new Error(`ffmpeg ended with ${cut ?? code}: ${stderr.trim().slice(-500)}`);
}
