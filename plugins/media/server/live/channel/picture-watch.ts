/** What came from an encoder since it was last told. */
export interface Arrived {
  readonly seconds: number;
  /** Pictures and pieces of sound. */
  readonly frames: number;
  readonly sounds: number;
}

const windowSeconds = 8;
const backAfterSeconds = 10;
const weakShare = 0.5;
const wellShare = 0.8;
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
  #wellSeconds = 0;
  #weak = false;

  /** @returns whether the picture is too weak to be shown */
  add(arrived: Arrived): boolean {
    this.#window.push(arrived);
    while (this.#window.length > 1 && sum(this.#window.slice(1), 'seconds') >= windowSeconds) this.#window.shift();
    const seconds = sum(this.#window, 'seconds');
    const usual = { frames: middle(this.#usualFrames), sounds: middle(this.#usualSounds) };
    const frames = sum(this.#window, 'frames') / seconds;
    const sounds = sum(this.#window, 'sounds') / seconds;
    const soundGoesOn = sounds > 0 && sounds >= usual.sounds * weakShare;
    if (!this.#weak) {
      const known = this.#usualFrames.length >= fewestReports;
      this.#weak = known && soundGoesOn && frames < usual.frames * weakShare;
      if (!this.#weak && arrived.frames / arrived.seconds >= usual.frames * weakShare) this.#learn(arrived);
      this.#wellSeconds = 0;
      return this.#weak;
    }
    this.#wellSeconds = arrived.frames / arrived.seconds >= usual.frames * wellShare ? this.#wellSeconds + arrived.seconds : 0;
    this.#weak = this.#wellSeconds < backAfterSeconds;
    if (!this.#weak) this.#window = [];
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
