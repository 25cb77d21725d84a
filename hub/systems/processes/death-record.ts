import type { ProcessSettings } from './process-settings.ts';

/** How often a process died of late, and how long it rests because of it. */
export class DeathRecord {
  readonly #settings: Pick<ProcessSettings, 'deathWindowMs' | 'backOff'>;
  #moments: number[] = [];
  #last: string | null = null;

  constructor(settings: Pick<ProcessSettings, 'deathWindowMs' | 'backOff'>) {
    this.#settings = settings;
  }

  add(cause: string): void {
    this.#moments.push(performance.now());
    this.#last = cause;
  }

  /** Deaths that are remembered. */
  get count(): number {
    const since = performance.now() - this.#settings.deathWindowMs;
    this.#moments = this.#moments.filter((at) => at > since);
    return this.#moments.length;
  }

  /** Cause of the last one. */
  get last(): string | null {
    return this.#last;
  }

  /** Rest before the next start: none after the first death. */
  get restMs(): number {
    const { first, longest } = this.#settings.backOff;
    return this.count <= 1 ? 0 : Math.min(longest, first * 2 ** (this.count - 2));
  }
}
