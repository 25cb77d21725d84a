import type { Context } from './caller.ts';

/** Somebody whose page did not ask for this long has left it. */
const stayMs = 90_000;
const lookMs = 5_000;

/**
 * Tells open pages (health, systems, jobs) that something changed. Every replica looks for itself and tells those whose pages asked it;
 * the message says only that there is news, the page reads the health again with its own permission.
 */
export class Watchers {
  readonly #ctx: Context;
  readonly #people = new Map<string, number>();
  /** Came since the last look: what changed between their reading and the first look is told them too. */
  readonly #newcomers = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #known = '';

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** This person looks at the health now. */
  seen(personId: string): void {
    if (!this.#people.has(personId)) this.#newcomers.add(personId);
    this.#people.set(personId, Date.now());
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look().catch((error: unknown) => this.#ctx.log.warn({ err: error }, 'operators were not told')), lookMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    for (const [person, at] of this.#people) if (Date.now() - at > stayMs) this.#people.delete(person);
    if (this.#people.size === 0) return;
    const { systems, host } = this.#ctx.hub;
    const [list, problems, letters] = await Promise.all([systems.list(), systems.problems(), host.deadLetters()]);
    const now = JSON.stringify([list.map(({ id, state, title }) => [id, state, title]), problems, letters.map((letter) => letter.id)]);
    const told = now === this.#known ? [...this.#newcomers] : [...this.#people.keys()];
    this.#known = now;
    this.#newcomers.clear();
    if (told.length > 0) await this.#ctx.notify(told, { type: 'operations.changed', data: null });
  }
}
