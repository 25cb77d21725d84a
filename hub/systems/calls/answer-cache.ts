import type { CallAnswer } from './contract.ts';

const maxAnswers = 1_000;
const maxBytes = 16 * 1_048_576;

interface Kept {
  readonly system: string;
  /** As JSON: whoever is given an answer may change it. */
  readonly json: string;
  readonly until: number;
}

/** Answers of reads whose operation declares it, for a while, in this process; the longest unused go first. */
export class AnswerCache {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get(key: string): CallAnswer | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    this.#drop(key);
    if (kept.until <= this.#now()) return null;
    this.#keep(key, kept);
    return JSON.parse(kept.json) as CallAnswer;
  }

  put(key: string, system: string, answer: CallAnswer, seconds: number): void {
    const json = JSON.stringify(answer);
    if (json.length > maxBytes / 4) return;
    this.#drop(key);
    this.#keep(key, { system, json, until: this.#now() + seconds * 1_000 });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxAnswers && this.#bytes <= maxBytes) return;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  /** After a write nothing of a system is given again. */
  forget(system: string): void {
    for (const [key, kept] of this.#kept) if (kept.system === system) this.#drop(key);
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#bytes += kept.json.length;
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.json.length ?? 0;
    this.#kept.delete(key);
  }
}
