import type { Bilingual } from '@amanah/plugin-api';
import type { DocumentSources, SourceAnswer, SourceQuestion } from '../../contract.ts';
import type { SourceState } from '../../shared/forms/document-fields.ts';

/** By the code of the document. */
export type StoredSources = Readonly<Record<string, SourceAnswer>>;

type Fetch = Parameters<DocumentSources['offer']>[1];

/** Longest wait for a source, in milliseconds: people sit before the form. */
const longestMs = 8_000;

/** Asks the register that holds a document; one that nobody holds here counts as away, so that the person goes on by an upload. */
export class Sources implements DocumentSources {
  readonly #byDocument = new Map<string, Fetch>();
  readonly #notOffered: Bilingual | undefined;

  /** `notOffered` is what people are told of a document that nobody holds here. */
  constructor(notOffered?: Bilingual) {
    this.#notOffered = notOffered;
  }

  offer(documents: readonly string[], fetch: Fetch): void {
    for (const document of documents) {
      if (this.#byDocument.has(document)) throw new Error(`the document ${document} is offered twice`);
      this.#byDocument.set(document, fetch);
    }
  }

  /** Never throws: whatever went wrong, the source is away. */
  async fetch(question: SourceQuestion): Promise<SourceAnswer> {
    const away: SourceAnswer = { state: 'unavailable', since: new Date().toISOString() };
    const fetch = this.#byDocument.get(question.document);
    if (!fetch) return this.#notOffered ? { ...away, why: this.#notOffered } : away;
    const late = AbortSignal.timeout(longestMs);
    const ended = new Promise<SourceAnswer>((resolve) => late.addEventListener('abort', () => resolve(away), { once: true }));
    return Promise.race([fetch({ ...question, signal: AbortSignal.any([question.signal, late]) }).catch(() => away), ended]);
  }
}

/** How each source fared, as the rules of the form see it. */
export function statesOf(sources: StoredSources): Readonly<Record<string, SourceState>> {
  return Object.fromEntries(Object.entries(sources).map(([code, { state }]) => [code, state]));
}
