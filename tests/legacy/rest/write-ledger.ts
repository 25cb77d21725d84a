import type { RestAnswer } from './rest-system.ts';

/** A write that a stand-in carried out. */
export interface CarriedOut {
  readonly at: string;
  readonly operation: string;
  readonly key: string | null;
  readonly body: string;
}

/** What was written, once a key: the same key again gives the first answer, with another body it is refused. */
export class WriteLedger {
  readonly carriedOut: CarriedOut[] = [];
  readonly #answers = new Map<string, { readonly hash: string; readonly answer: Promise<RestAnswer> }>();

  async write(
    { operation, key, hash, body }: { operation: string; key: string | null; hash: string; body: Buffer },
    does: () => Promise<RestAnswer>,
  ): Promise<RestAnswer> {
    const before = key === null ? undefined : this.#answers.get(`${operation} ${key}`);
    if (before && before.hash !== hash) return { status: 422, body: { code: 'KEY_REUSED', message: 'المفتاح مستعمل لطلب آخر' } };
    if (before) return before.answer;
    const doing = does();
    // Kept at once, so that the same request arriving twice at a time is one write too; one that was refused may be tried again.
    if (key !== null) this.#answers.set(`${operation} ${key}`, { hash, answer: doing });
    const answer = await doing;
    if ((answer.status ?? 200) >= 400) this.#answers.delete(`${operation} ${key}`);
    else this.carriedOut.push({ at: new Date().toISOString(), operation, key, body: body.toString('utf8').slice(0, 4_000) });
    return answer;
  }
}
