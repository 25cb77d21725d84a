import type { StreamStore } from '../../live/channel/stream-store.ts';
import { listedSegments, type ListedSegment } from '../../live/hls/live-stream.ts';
import { streamPath } from '../../programmes/answers.ts';
import type { Editions, Rendition } from '../../transcoding/editions.ts';
import type { LinearVariant } from './source.ts';

/** Bytes of a file under an address of the portal; without `range` all of them. */
export interface Bytes {
  readonly address: string;
  readonly range?: { readonly bytes: number; readonly offset: number };
}

/** A segment as it is stored; times in microseconds from its part's zero. */
export interface StoredSegment extends Bytes {
  readonly at: number;
  readonly lasts: number;
}

export interface Track {
  readonly map: Bytes;
  readonly segments: readonly StoredSegment[];
}

/** All of a part, also what is cut away now. */
export interface StoredPart {
  readonly number: number;
  readonly tracks: Readonly<Partial<Record<LinearVariant, Track>>>;
}

/** A recording has no edition. */
export const recording = 0;

/** Reads where the segments of an edition or a recording lie: as they were made for on-demand players, without a byte of their own. */
export class StoredTracks {
  readonly #editions: Editions;
  readonly #store: StreamStore;

  constructor(editions: Editions, store: StreamStore) {
    this.#editions = editions;
    this.#store = store;
  }

  async read(programme: string, edition: number): Promise<StoredPart[]> {
    return edition === recording ? this.#recording(programme) : this.#edition(programme, edition);
  }

  async #edition(programme: string, edition: number): Promise<StoredPart[]> {
    const renditions = await this.#editions.renditions(programme, edition);
    const pictures = renditions.filter(({ kind }) => kind === 'video').sort((a, b) => b.meanBits - a.meanBits);
    const sound = renditions.find(({ kind }) => kind === 'audio');
    const tracks: Partial<Record<LinearVariant, Track>> = {};
    const put = (variant: LinearVariant, one: Rendition | undefined) => {
      if (one) tracks[variant] = trackOf(one, `${streamPath}/${programme}/${edition}/${one.name}.mp4`);
    };
    put('h', pictures[0]);
    put('l', pictures.at(-1));
    put('a', sound);
    return renditions.length > 0 ? [{ number: 0, tracks }] : [];
  }

  async #recording(programme: string): Promise<StoredPart[]> {
    const [runs, segments] = await Promise.all([this.#store.runs(programme), this.#store.segments(programme, 0)]);
    const pictures = byRun(listedSegments('v', runs, segments));
    const sounds = byRun(listedSegments('a', runs, segments));
    const numbers = [...new Set([...pictures.keys(), ...sounds.keys()])].sort((a, b) => a - b);
    return numbers.map((number) => {
      const track = (variant: 'v' | 'a', list: readonly ListedSegment[] | undefined) => list && recordedTrack(`${streamPath}/${programme}/${variant}`, list);
      const picture = track('v', pictures.get(number));
      const sound = track('a', sounds.get(number));
      return { number, tracks: { ...(picture && { h: picture, l: picture }), ...(sound && { a: sound }) } };
    });
  }
}

function trackOf({ stream: { map, segments } }: Rendition, address: string): Track {
  let at = 0;
  return {
    map: { address, range: { bytes: map.bytes, offset: map.offset } },
    segments: segments.map(({ seconds, bytes, offset }) => {
      const segment = { at, lasts: micros(seconds), address, range: { bytes, offset } };
      at += segment.lasts;
      return segment;
    }),
  };
}

function recordedTrack(folder: string, list: readonly ListedSegment[]): Track {
  const { of, run } = list[0]!;
  const packed = `${folder}/all.mp4`;
  let at = 0;
  return {
    map: of.initAt === null ? { address: `${folder}/${run}-init.mp4` } : { address: packed, range: { bytes: of.initBytes, offset: of.initAt } },
    segments: list.map(({ seconds, bytes, atByte, number }) => {
      const lies = atByte === null ? { address: `${folder}/${run}-${number}.m4s` } : { address: packed, range: { bytes, offset: atByte } };
      const segment = { at, lasts: micros(seconds), ...lies };
      at += segment.lasts;
      return segment;
    }),
  };
}

function byRun(segments: readonly ListedSegment[]): Map<number, ListedSegment[]> {
  return Map.groupBy(segments, ({ run }) => run);
}

function micros(seconds: number): number {
  return Math.round(seconds * 1_000_000);
}
