const windowMs = 10_000;

/** Kilobits a second over the last ten seconds. */
export class RateMeter {
  readonly #now: () => number;
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #sum = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(bytes: number): void {
    const at = this.#now();
    const last = this.#samples.at(-1);
    if (last && at - last.at < 100) this.#samples[this.#samples.length - 1] = { at: last.at, bytes: last.bytes + bytes };
    else this.#samples.push({ at, bytes });
    this.#sum += bytes;
    while (this.#samples[0] && at - this.#samples[0].at > windowMs) this.#sum -= this.#samples.shift()!.bytes;
  }

  /** 0 until two seconds have been seen. */
  get kbps(): number {
    const first = this.#samples[0];
    const seconds = first ? (this.#now() - first.at) / 1_000 : 0;
    return seconds < 2 ? 0 : Math.round((this.#sum * 8) / 1_000 / seconds);
  }
}
