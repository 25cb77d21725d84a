import { ApiProblem } from '@amanah/ui';
import type { Answers } from '../../shared/forms/form-types.ts';
import type { SaveDraft } from '../forms/use-autosave.ts';

/** What is kept of a draft at one moment. */
export interface Kept {
  readonly answers: Answers;
  readonly step: string;
  readonly revision: number;
}

export interface DraftStore {
  put(kept: Kept): Promise<{ readonly revision: number }>;
  /** What lies there now. */
  read(): Promise<{ readonly answers: Answers; readonly revision: number }>;
}

/**
 * Keeps one draft from one window. Another window that has kept something since is not overwritten: `choose` asks the person which of the two to go on with. An
 * answer of the hub that was lost on its way is no other window: what lies there is then what this one has sent.
 */
export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #choose: () => Promise<'mine' | 'other'>;
  #revision: number;
  #tried: Answers | null = null;
  #over = false;

  constructor(store: DraftStore, revision: number, choose: () => Promise<'mine' | 'other'>) {
    this.#store = store;
    this.#revision = revision;
    this.#choose = choose;
  }

  readonly save: SaveDraft = async (answers, step) => {
    if (this.#over) return;
    try {
      await this.#put(answers, step);
    } catch (error) {
      if (!isOther(error)) throw error;
      const there = await this.#store.read();
      const own = this.#tried !== null && same(there.answers, this.#tried);
      if (!own && (await this.#choose()) === 'other') {
        this.#over = true;
        return;
      }
      // Between the question and its answer the other window may have gone on.
      this.#revision = own ? there.revision : (await this.#store.read()).revision;
      await this.#put(answers, step);
    }
  };

  /** It was sent, or is read anew: nothing is kept from here any more. */
  end(): void {
    this.#over = true;
  }

  async #put(answers: Answers, step: string): Promise<void> {
    const { revision } = await this.#store.put({ answers, step, revision: this.#revision }).catch((error: unknown) => {
      if (!isOther(error)) this.#tried = answers;
      throw error;
    });
    this.#revision = revision;
    this.#tried = null;
  }
}

const isOther = (error: unknown): boolean => error instanceof ApiProblem && error.problem.code === 'REQUESTS_DRAFT_CHANGED';

/** Whether two answers say the same, in whatever order their parts stand. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [defined(one), defined(other)];
  return a.length === b.length && a.every(([name, value]) => same(value, (other as Record<string, unknown>)[name]));
}

/** Parts that are written down: what is undefined is not sent. */
const defined = (value: object) => Object.entries(value).filter(([, part]) => part !== undefined);
