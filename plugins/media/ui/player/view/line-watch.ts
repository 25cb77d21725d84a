/** What hls.js knows of a line: bits a second as it measures them, and those of the smallest picture. */
export interface Measured {
  readonly estimate: number;
  readonly least: number;
}

/** So long somebody waits for a picture, of the last half minute, before the sound alone is tried. */
const weakMs = 8_000;
const windowMs = 30_000;
/** The picture is tried again where the line brought the sound so many times as fast as the picture needs, over so long. */
const margin = 1.25;
const firstBackMs = 10_000;
const longestBackMs = 160_000;
const fewestPieces = 5;

interface Events {
  /** The line does not carry the smallest picture. */
  onWeak(): void;
  /** It would carry it again. */
  onStrong(): void;
}

/** Tells by how long a viewer waits, and by how fast the sound comes, whether a line carries a picture. */
export class LineWatch {
  readonly #measured: () => Measured | null;
  readonly #events: Events;
  #waits: { readonly from: number; readonly to: number }[] = [];
  #since: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The smallest picture that did not come through, while its return is waited for. */
  #least: number | null = null;
  #backMs = firstBackMs;
  #pieces: { readonly at: number; readonly bits: number; readonly seconds: number }[] = [];
  #backFrom = 0;

  /** `measured`: `null` while no picture is read. */
  constructor(video: HTMLVideoElement, measured: () => Measured | null, events: Events, signal: AbortSignal) {
    this.#measured = measured;
    this.#events = events;
    video.addEventListener('waiting', () => this.#waiting(), { signal });
    for (const type of ['playing', 'pause', 'ended']) video.addEventListener(type, () => this.#goesOn(), { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** Somebody decided, or another picture is read: what was waited for so far says nothing. */
  forget(): void {
    this.#least = null;
    this.#waits = [];
    this.#goesOn();
  }

  /** A piece of the stream came. */
  came(bytes: number, seconds: number): void {
    if (this.#least === null || seconds <= 0) return;
    const at = performance.now();
    this.#pieces = [...this.#pieces, { at, bits: bytes * 8, seconds }].filter((piece) => at - piece.at < this.#backMs);
    const rate = sum(this.#pieces, 'bits') / sum(this.#pieces, 'seconds');
    if (at - this.#backFrom < this.#backMs || this.#pieces.length < fewestPieces || rate < this.#least * margin) return;
    this.#backMs = Math.min(this.#backMs * 2, longestBackMs);
    this.forget();
    this.#events.onStrong();
  }

  #waiting(): void {
    clearTimeout(this.#timer);
    this.#since ??= performance.now();
    const left = weakMs - (performance.now() - this.#since) - this.#waited();
    this.#timer = setTimeout(() => this.#look(), Math.max(0, left));
  }

  #goesOn(): void {
    clearTimeout(this.#timer);
    if (this.#since !== null) this.#waits.push({ from: this.#since, to: performance.now() });
    this.#since = null;
  }

  #waited(): number {
    const oldest = performance.now() - windowMs;
    this.#waits = this.#waits.filter(({ to }) => to > oldest);
    return this.#waits.reduce((ms, { from, to }) => ms + to - Math.max(from, oldest), 0);
  }

  #look(): void {
    const measured = this.#measured();
    if (!navigator.onLine || !measured || measured.estimate >= measured.least) return;
    this.forget();
    this.#events.onWeak();
    this.#least = measured.least;
    this.#pieces = [];
    this.#backFrom = performance.now();
  }
}

function sum<Key extends string>(all: readonly Readonly<Record<Key, number>>[], what: Key): number {
  return all.reduce((total, one) => total + one[what], 0);
}
