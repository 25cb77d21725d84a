import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { Log } from '@amanah/plugin-api';
import type { MediaFiles } from '../storage/media-files.ts';
import { coverPicture, spriteSheet, stillFrames, type Picture } from './draw-pictures.ts';
import { drawWaveform } from './draw-waveform.ts';
import type { Edition, Editions, EditionPicture, Rendition } from './editions.ts';
import { encodeRung } from './encode-rung.ts';
import { ladderOf, type Rung } from './ladder.ts';
import type { MediaFacts } from './media-facts.ts';
import { bitsOf, codecsOf, secondsOf, type StreamMap } from './stream-map.ts';
import { fetched } from './work-folder.ts';

export interface EditionWork {
  readonly edition: Edition;
  readonly kind: 'video' | 'audio';
  readonly source: string;
  readonly folder: string;
  readonly facts: MediaFacts;
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
  /** From 0 to 1, of the whole edition. */
  readonly onProgress: (done: number) => void;
}

export interface EditionParts {
  readonly editions: Editions;
  readonly files: MediaFiles;
  readonly log: Log;
}

/** Part of the work that is left for pictures and wave once the rungs are done. */
const afterRungs = 0.05;

/**
 * Makes what an edition is of: rung by rung, then pictures and wave. What is finished is in the store and is not made again, whoever goes on.
 * @returns its length in seconds. @throws Error with what ffmpeg said
 */
export async function makeEdition(parts: EditionParts, work: EditionWork): Promise<number> {
  const { edition, facts, onProgress, signal } = work;
  const rungs = ladderOf(facts, work.kind);
  const weights = rungs.map(({ width, height }) => (width ?? 120) * (height ?? 120));
  const all = weights.reduce((sum, one) => sum + one, 0);
  const done = new Map((await parts.editions.renditions(edition.programme, edition.number)).map((one) => [one.name, one]));
  let before = 0;
  for (const [index, rung] of rungs.entries()) {
    const part = (weights[index]! / all) * (1 - afterRungs);
    if (!done.has(rung.name)) done.set(rung.name, await makeRung(parts, rung, { ...work, onProgress: (within) => onProgress(before + within * part) }));
    before += part;
    onProgress(before);
  }
  signal.throwIfAborted();
  await drawAll(parts, work, done);
  return Math.max(...[...done.values()].map(({ stream }) => secondsOf(stream)));
}

async function makeRung({ editions, files }: EditionParts, rung: Rung, work: EditionWork): Promise<Rendition> {
  const { programme, number, encode } = work.edition;
  const { path, stream } = await encodeRung(rung, { ...work, cut: encode });
  const key = keyOf(work.edition, `${rung.name}.mp4`);
  const { bytes } = await files.put(programme, 'rendition', key, createReadStream(path), { type: 'video/mp4' });
  const { peak, mean } = bitsOf(stream);
  const rendition: Rendition = {
    name: rung.name,
    kind: rung.width === null ? 'audio' : 'video',
    width: rung.width,
    height: rung.height,
    codecs: codecsOf(await initialisationOf(path, stream), { picture: rung.width !== null, sound: work.facts.audio !== null }),
    peakBits: peak,
    meanBits: mean,
    stream,
    key,
    bytes,
  };
  await editions.addRendition(programme, number, rendition);
  await rm(path, { force: true });
  return rendition;
}

/** A picture that cannot be drawn is left out: the programme plays without it. */
async function drawAll(parts: EditionParts, work: EditionWork, rungs: ReadonlyMap<string, Rendition>): Promise<void> {
  const { edition, source, facts, signal, kind } = work;
  const { programme, number } = edition;
  const { editions, files, log } = parts;
  const there = new Set((await editions.pictures(programme, number)).map((one) => one.kind));
  const keep = async (picture: Omit<EditionPicture, 'key' | 'type'>, content: Picture) => {
    const key = keyOf(edition, `${picture.name}.jpg`);
    await files.put(programme, 'picture', key, content.bytes, { type: content.type });
    await editions.addPicture(programme, number, { ...picture, key, type: content.type });
  };
  const tried = async (what: string, draw: () => Promise<void>) => {
    try {
      await draw();
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error, programme }, `${what} of a programme could not be drawn`);
    }
  };
  if (!there.has('frame'))
    await tried('frames', async () => {
      if (kind === 'video') {
        for (const [index, frame] of (await stillFrames(source, facts, signal)).entries())
          await keep({ name: `frame-${index + 1}`, kind: 'frame', atSeconds: frame.atSeconds, layout: null }, frame);
      } else {
        const cover = await coverPicture(source, facts, signal);
        if (cover) await keep({ name: 'frame-1', kind: 'frame', atSeconds: 0, layout: null }, cover);
      }
    });
  const small = [...rungs.values()].filter((one) => one.kind === 'video').at(-1);
  if (!there.has('sprites') && small)
    await tried('preview pictures', async () => {
      const path = await brought(parts, small, work.folder);
      const size = { width: small.width ?? 1, height: small.height ?? 1 };
      const sheet = await spriteSheet(path, secondsOf(small.stream), size, signal);
      if (sheet) await keep({ name: 'sprites', kind: 'sprites', atSeconds: null, layout: sheet.layout }, sheet);
    });
  const sound = rungs.get('audio');
  if (!there.has('wave') && sound)
    await tried('the wave', async () => {
      const wave = await drawWaveform(await brought(parts, sound, work.folder), secondsOf(sound.stream), signal);
      const key = keyOf(edition, 'wave.json');
      await files.put(programme, 'waveform', key, Buffer.from(JSON.stringify(wave)), { type: 'application/json' });
      await editions.addPicture(programme, number, { name: 'wave', kind: 'wave', atSeconds: null, layout: null, key, type: 'application/json' });
    });
}

/** A rung from the store, as a file: also where another process made it. */
async function brought({ files }: EditionParts, { key, name, bytes }: Rendition, folder: string): Promise<string> {
  return fetched(folder, `${name}.back.mp4`, bytes, async function* () {
    yield* await (await files.open(key)).stream();
  });
}

async function initialisationOf(path: string, { map }: StreamMap): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(map.bytes), 0, map.bytes, map.offset);
    return buffer;
  } finally {
    await file.close();
  }
}

/** Where a file of an edition lies in the plugin's files. */
function keyOf({ programme, number }: Edition, name: string): string {
  return `vod/${programme}/${number}/${name}`;
}
