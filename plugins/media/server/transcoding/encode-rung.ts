import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openingOptions } from './check-file.ts';
import { segmentSeconds, type Rung } from './ladder.ts';
import type { MediaFacts } from './media-facts.ts';
import { runProgram, type Words } from './run-program.ts';
import { readStreamMap, type Cut, type StreamMap } from './stream-map.ts';

export interface RungWork {
  /** File that is read, and the folder that is written to. */
  readonly source: string;
  readonly folder: string;
  readonly facts: MediaFacts;
  /** Seconds of the source that are encoded. */
  readonly cut: Cut;
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Slower than this many times the length of the programme is taken for hanging. */
const slowest = 40;

/**
 * Encodes one rung: a fragmented MP4 of segments that each begin with a key frame, with nothing in it of what the camera or its owner wrote into the
 * source. @returns where the file lies and its segments in it. @throws Error with what ffmpeg said
 */
export async function encodeRung(rung: Rung, work: RungWork): Promise<{ readonly path: string; readonly stream: StreamMap }> {
  const { source, folder, facts, cut, maxSeconds, signal, onProgress } = work;
  const from = cut.from ?? 0;
  const seconds = Math.min((cut.to ?? facts.seconds) - from, maxSeconds);
  const path = join(folder, `${rung.name}.mp4`);
  const playlist = join(folder, `${rung.name}.m3u8`);
  const ended = await runProgram(
    'ffmpeg',
    [
      ['-v', 'error', '-nostdin', '-y', '-progress', 'pipe:1', '-nostats'],
      openingOptions,
      from > 0 ? ['-ss', String(from)] : [],
      ['-t', String(seconds), '-i', `file:${source}`],
      ...pictureOptions(rung, facts),
      ...soundOptions(rung, facts),
      cleanOptions,
      ['-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4', '-hls_flags', 'single_file'],
      ['-hls_segment_filename', path, playlist],
    ],
    { deadlineMs: 60_000 + seconds * slowest * 1_000, signal, onOutput: progressOf(seconds, onProgress) },
  );
  signal.throwIfAborted();
  if (ended.code !== 0) throw new Error(`ffmpeg ended with ${ended.cut ?? ended.code}: ${ended.stderr.trim().slice(-1_000)}`);
  return { path, stream: readStreamMap(await readFile(playlist, 'utf8')) };
}

/**
 * Titles, authors, places, devices, chapters, cover pictures, tracks of data (GPS of cameras) and the encoder's own marks stay behind: only the chosen
 * picture and sound are taken.
 */
export const cleanOptions = [
  '-map_metadata',
  '-1',
  '-map_metadata:s',
  '-1',
  '-map_chapters',
  '-1',
  '-sn',
  '-dn',
  '-fflags',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-flags:a',
  '+bitexact',
] as const;

function pictureOptions(rung: Rung, { video }: MediaFacts): Words[] {
  if (rung.width === null || !video) return ['-vn'];
  const group = Math.round((rung.framesPerSecond ?? 25) * segmentSeconds);
  const filters = ['yadif=deint=interlaced', `fps=${rung.framesPerSecond}`, `scale=${rung.width}:${rung.height}:flags=bicubic`, 'setsar=1', 'format=yuv420p'];
  return [
    ['-map', `0:${video.index}`, '-vf', filters.join(',')],
    ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-crf', '23', '-maxrate', String(rung.videoBits), '-bufsize', String(rung.videoBits * 2)],
    ['-g', String(group), '-keyint_min', String(group), '-sc_threshold', '0', '-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`],
  ];
}

function soundOptions(rung: Rung, { audio }: MediaFacts): Words[] {
  if (!audio) return ['-an'];
  return [
    ['-map', `0:${audio.index}`, '-af', 'aresample=async=1:first_pts=0', '-c:a', 'aac', '-b:a', String(rung.audioBits)],
    ['-ac', String(Math.min(2, audio.channels)), '-ar', '48000'],
  ];
}

/** Reads what `-progress` writes. */
function progressOf(seconds: number, onProgress: (done: number) => void): (chunk: Buffer) => void {
  return (chunk) => {
    const last = [...chunk.toString().matchAll(/out_time_us=(\d+)/g)].at(-1);
    if (last) onProgress(Math.min(1, Number(last[1]) / 1_000_000 / Math.max(seconds, 0.001)));
  };
}
