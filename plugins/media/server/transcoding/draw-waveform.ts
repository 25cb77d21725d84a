import { openingOptions } from './check-file.ts';
import { runProgram } from './run-program.ts';

/** Peaks of the sound in the JSON form (version 2) of the BBC's audiowaveform, which editors of waves read. */
export interface Waveform {
  readonly version: 2;
  readonly channels: 1;
  readonly sample_rate: number;
  readonly samples_per_pixel: number;
  readonly bits: 8;
  /** Number of pairs in `data`. */
  readonly length: number;
  /** Lowest and highest value of each pixel in turn, from -128 to 127. */
  readonly data: readonly number[];
}

const sampleRate = 8_000;
/** Twenty peaks a second show words; ten are enough where a line is longer than an hour. */
const samplesPerPixel = (seconds: number) => (seconds > 3_600 ? sampleRate / 10 : sampleRate / 20);

/** The wave of a file's sound, mixed to one channel; read as it is decoded, kept as peaks only. @throws Error with what ffmpeg said */
export async function drawWaveform(source: string, seconds: number, signal: AbortSignal): Promise<Waveform> {
  const perPixel = samplesPerPixel(seconds);
  const peaks = new Peaks(perPixel);
  const said = await runProgram(
    'ffmpeg',
    [
      '-v',
      'error',
      '-nostdin',
      openingOptions,
      '-i',
      `file:${source}`,
      ['-map', '0:a:0', '-vn', '-ac', '1', '-ar', String(sampleRate), '-f', 's16le', 'pipe:1'],
    ],
    { deadlineMs: 60_000 + seconds * 1_000, signal, onOutput: (chunk) => peaks.add(chunk) },
  );
  signal.throwIfAborted();
  if (said.code !== 0) throw new Error(`ffmpeg ended with ${said.cut ?? said.code}: ${said.stderr.trim().slice(-500)}`);
  const data = peaks.end();
  return { version: 2, channels: 1, sample_rate: sampleRate, samples_per_pixel: perPixel, bits: 8, length: data.length / 2, data };
}

/** Samples of 16 bits come in pieces of any length: a piece may end in the middle of one. */
class Peaks {
  readonly #perPixel: number;
  readonly #data: number[] = [];
  #odd: number | null = null;
  #low = 0;
  #high = 0;
  #count = 0;

  constructor(perPixel: number) {
    this.#perPixel = perPixel;
  }

  add(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#odd === null) {
        this.#odd = byte;
        continue;
      }
      const sample = ((byte << 24) >> 16) | this.#odd;
      this.#odd = null;
      if (sample < this.#low) this.#low = sample;
      if (sample > this.#high) this.#high = sample;
      if (++this.#count === this.#perPixel) this.#close();
    }
  }

  end(): number[] {
    if (this.#count > 0) this.#close();
    return this.#data;
  }

  #close(): void {
    this.#data.push(this.#low >> 8, this.#high >> 8);
    this.#low = 0;
    this.#high = 0;
    this.#count = 0;
  }
}
