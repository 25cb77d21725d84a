/** What came from an encoder since it was last told. */
export interface Arrived {
  readonly seconds: number;
  /** Pictures and pieces of sound. */
  readonly frames: number;
  readonly sounds: number;
}

/** Over so long it is looked at: whether pictures are too few, and whether enough of them come again. One bad second says nothing. */
const weakSeconds = 8;
const backSeconds = 10;
const weakShare = 0.5;
const wellShare = 0.65;
/** Reports from which the usual is known, and of which it is made at most. */
const fewestReports = 5;
const mostReports = 30;

/**
 * Tells from what arrives whether an encoder's line carries its picture: encoders leave pictures out first and go on with the sound. Where the sound falters
 * as well, the line is interrupted, and a still picture would be of no help.
 */
export class PictureWatch {
  #usualFrames: number[] = [];
  #usualSounds: number[] = [];
  #window: Arrived[] = [];
  #weak = false;

  /** @returns whether the picture is too weak to be shown */
  add(arrived: Arrived): boolean {
    this.#window.push(arrived);
    const wanted = this.#weak ? backSeconds : weakSeconds;
    while (this.#window.length > 1 && sum(this.#window.slice(1), 'seconds') >= wanted) this.#window.shift();
    const seconds = sum(this.#window, 'seconds');
    const usual = { frames: middle(this.#usualFrames), sounds: middle(this.#usualSounds) };
    const frames = sum(this.#window, 'frames') / seconds;
    const sounds = sum(this.#window, 'sounds') / seconds;
    const soundGoesOn = sounds > 0 && sounds >= usual.sounds * weakShare;
    if (!this.#weak) {
      const known = this.#usualFrames.length >= fewestReports;
      this.#weak = known && soundGoesOn && frames < usual.frames * weakShare;
      if (!this.#weak && arrived.frames / arrived.seconds >= usual.frames * weakShare) this.#learn(arrived);
      return this.#weak;
    }
    this.#weak = seconds < backSeconds || frames < usual.frames * wellShare;
    return this.#weak;
  }

  /** Forgets what was usual: somebody decided, or another encoder has come. */
  restart(): void {
    this.#usualFrames = [];
    this.#usualSounds = [];
    this.#window = [];
    this.#weak = false;
  }

  #learn({ seconds, frames, sounds }: Arrived): void {
    this.#usualFrames = [...this.#usualFrames, frames / seconds].slice(-mostReports);
    this.#usualSounds = [...this.#usualSounds, sounds / seconds].slice(-mostReports);
  }
}

function sum(all: readonly Arrived[], what: keyof Arrived): number {
  return all.reduce((total, one) => total + one[what], 0);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
