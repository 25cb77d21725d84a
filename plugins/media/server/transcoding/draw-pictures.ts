import sharp from 'sharp';
import { openingOptions } from './check-file.ts';
import type { MediaFacts } from './media-facts.ts';
import { runProgram } from './run-program.ts';

export interface Picture {
  readonly bytes: Buffer;
  readonly type: 'image/jpeg';
}

export interface StillFrame extends Picture {
  readonly atSeconds: number;
}

/** A sheet of small pictures: which one stands for a moment is reckoned from its layout. */
export interface SpriteSheet extends Picture {
  readonly layout: SpriteLayout;
}

export interface SpriteLayout {
  readonly columns: number;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** Seconds that each picture stands for. */
  readonly every: number;
}

const deadlineMs = 120_000;
const posterWidth = 1_280;
/** Where in a programme still frames are taken: not at its very ends, which are black. */
const places = [0.08, 0.25, 0.45, 0.65, 0.85] as const;
const mostSprites = 100;
const spriteColumns = 10;
const spriteWidth = 160;
const mostPixels = 16_384 * 16_384;

/** Still frames to choose the poster from. A frame that cannot be taken is left out. */
export async function stillFrames(source: string, { video, seconds }: MediaFacts, signal: AbortSignal): Promise<StillFrame[]> {
  if (!video) return [];
  const frames: StillFrame[] = [];
  for (const place of places) {
    const atSeconds = Math.round(seconds * place * 1_000) / 1_000;
    const bytes = await oneFrame(['-ss', String(atSeconds), '-i', `file:${source}`, '-map', `0:${video.index}`], signal);
    if (bytes) frames.push({ atSeconds, type: 'image/jpeg', bytes: await asJpeg(bytes, posterWidth) });
  }
  return frames;
}

/** The cover picture that lies in a sound file; `null`: none that can be read. */
export async function coverPicture(source: string, { cover }: MediaFacts, signal: AbortSignal): Promise<Picture | null> {
  if (cover === null) return null;
  const bytes = await oneFrame(['-i', `file:${source}`, '-map', `0:${cover}`], signal);
  return bytes && { type: 'image/jpeg', bytes: await asJpeg(bytes, posterWidth) };
}

/** Small pictures of the whole programme on one sheet, for seeking. `source` may be the smallest rung. */
export async function spriteSheet(source: string, seconds: number, size: { width: number; height: number }, signal: AbortSignal): Promise<SpriteSheet | null> {
  const every = Math.max(2, Math.ceil(seconds / mostSprites));
  const count = Math.max(1, Math.ceil(seconds / every));
  const height = Math.max(2, Math.round((spriteWidth * size.height) / size.width / 2) * 2);
  const rows = Math.ceil(count / spriteColumns);
  // The picture of each span is the one nearest to its beginning; the last one stands for what is left.
  const filter = `fps=1/${every}:start_time=0:round=up,tpad=stop=${spriteColumns * rows}:stop_mode=clone,scale=${spriteWidth}:${height},tile=${spriteColumns}x${rows}`;
  const said = await runProgram(
    'ffmpeg',
    [
      ['-v', 'error', '-nostdin'],
      openingOptions,
      '-i',
      `file:${source}`,
      ['-an', '-vf', filter, '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', 'pipe:1'],
    ],
    { deadlineMs: deadlineMs + seconds * 200, signal, mostOutput: 64_000_000 },
  );
  signal.throwIfAborted();
  if (said.code !== 0 || said.stdout.length === 0) return null;
  return {
    type: 'image/jpeg',
    bytes: await asJpeg(said.stdout, spriteColumns * spriteWidth),
    layout: { columns: spriteColumns, count, width: spriteWidth, height, every },
  };
}

/**
 * A picture that a person sent, drawn anew: upright, at most 1280 wide, without anything that came with it (place, device, hidden files).
 * `null`: it cannot be read, or is too small for a poster.
 */
export async function redrawnPicture(bytes: Uint8Array): Promise<Picture | null> {
  try {
    const { width = 0, format } = await sharp(bytes, { limitInputPixels: mostPixels / 4, failOn: 'error' }).metadata();
    if (width < 320 || !['jpeg', 'png', 'webp'].includes(format ?? '')) return null;
    return { type: 'image/jpeg', bytes: await asJpeg(bytes, posterWidth) };
  } catch {
    return null;
  }
}

async function oneFrame(input: readonly string[], signal: AbortSignal): Promise<Buffer | null> {
  const said = await runProgram(
    'ffmpeg',
    [
      ['-v', 'error', '-nostdin'],
      openingOptions,
      input,
      ['-frames:v', '1', '-vf', `scale='min(${posterWidth},iw)':-2`, '-c:v', 'png', '-f', 'image2pipe', 'pipe:1'],
    ],
    { deadlineMs, signal, mostOutput: 32_000_000 },
  );
  signal.throwIfAborted();
  return said.code === 0 && said.stdout.length > 0 ? said.stdout : null;
}

async function asJpeg(bytes: Uint8Array, width: number): Promise<Buffer> {
  return sharp(bytes, { limitInputPixels: mostPixels / 4 })
    .rotate()
    .resize({ width, withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer();
}
