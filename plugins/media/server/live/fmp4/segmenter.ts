import { BoxSplitter, type Box } from './box-splitter.ts';
import { secondsIn, tracksOf, type TrackFacts } from './track-facts.ts';

/** What a player reads before the segments of one run of the encoder. */
export interface InitSection {
  readonly bytes: Buffer;
  /** List of codecs as RFC 6381 writes them: `avc1.64001f,mp4a.40.2`. */
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
}

export interface Segment {
  readonly bytes: Buffer;
  readonly seconds: number;
}

/** Fragments that are a little shorter still make a segment: the clock of sound and that of the picture do not divide evenly. */
const nearlyWhole = 0.9;

/** Makes HLS segments of the fragmented MP4 that ffmpeg writes: each begins with a key frame and is at least about as long as wanted. */
export class Segmenter {
  readonly #splitter = new BoxSplitter();
  readonly #wantedSeconds: number;
  #head: Buffer[] = [];
  #lead: TrackFacts | undefined;
  #moof: Buffer | undefined;
  #parts: Buffer[] = [];
  #seconds = 0;

  constructor(wantedSeconds: number) {
    this.#wantedSeconds = wantedSeconds;
  }

  /** @throws RangeError for bytes that are no fragmented MP4 */
  *push(chunk: Buffer): Generator<InitSection | Segment> {
    for (const box of this.#splitter.push(chunk)) yield* this.#take(box);
  }

  /** What is left at the end of the stream, shorter than others. */
  rest(): Segment | null {
    return this.#seconds > 0 ? this.#cut() : null;
  }

  *#take({ type, bytes }: Box): Generator<InitSection | Segment> {
    if (type === 'ftyp') this.#head = [bytes];
    else if (type === 'moov') yield this.#begin(bytes);
    else if (type === 'moof') this.#moof = bytes;
    else if (type === 'mdat' && this.#moof && this.#lead) {
      const seconds = secondsIn(this.#moof, this.#lead);
      this.#parts.push(this.#moof, bytes);
      this.#moof = undefined;
      this.#seconds += seconds ?? 0;
      if (this.#seconds >= this.#wantedSeconds * nearlyWhole) yield this.#cut();
    }
  }

  #begin(moov: Buffer): InitSection {
    const tracks = tracksOf(moov);
    this.#lead = tracks.find(({ kind }) => kind === 'video') ?? tracks[0];
    const video = tracks.find(({ kind }) => kind === 'video');
    return {
      bytes: Buffer.concat([...this.#head, moov]),
      codecs: tracks.flatMap(({ codec }) => codec ?? []).join(','),
      width: video?.width ?? 0,
      height: video?.height ?? 0,
    };
  }

  #cut(): Segment {
    const segment = { bytes: Buffer.concat(this.#parts), seconds: this.#seconds };
    this.#parts = [];
    this.#seconds = 0;
    return segment;
  }
}
