import type { Actor } from '@amanah/plugin-api';
import type { SourceState } from '../../shared/forms/document-fields.ts';
import type { Answers, Fact, Form } from '../../shared/forms/form-types.ts';

/** A line of what a source gave, in both languages. */
export interface SourceItem {
  readonly term: { readonly ar: string; readonly en: string };
  readonly value: string | { readonly ar: string; readonly en: string };
  /** An identifier keeps its direction, a date is shown in both calendars. */
  readonly kind?: 'identifier' | 'date';
}

/** What the source of a fetched document gave. */
export type SourceAnswer =
  | {
      readonly state: 'fetched';
      readonly at: string;
      readonly items: readonly SourceItem[];
      /** For the procedure's operations. */ readonly data: Readonly<Record<string, unknown>>;
    }
  | { readonly state: 'unavailable'; readonly since: string }
  | { readonly state: 'none' };

/** By the code of the document. */
export type StoredSources = Readonly<Record<string, SourceAnswer>>;

/** What a source is asked with. */
export interface SourceQuestion {
  readonly form: Form;
  readonly fact: Fact;
  readonly actor: Actor;
  readonly answers: Answers;
  readonly language: 'ar' | 'en';
  readonly signal: AbortSignal;
}

/** A register that holds documents of the catalogue, by their codes. */
export interface DocumentSource {
  readonly documents: readonly string[];
  fetch(question: SourceQuestion): Promise<SourceAnswer>;
}

/** Asks the register that holds a document; one that nobody holds here counts as away, so that the person goes on by an upload. */
export class DocumentSources {
  readonly #byDocument: ReadonlyMap<string, DocumentSource>;

  constructor(sources: readonly DocumentSource[]) {
    this.#byDocument = new Map(sources.flatMap((source) => source.documents.map((code) => [code, source] as const)));
  }

  async fetch(question: SourceQuestion): Promise<SourceAnswer> {
    const source = this.#byDocument.get(question.fact.code);
    if (!source) return { state: 'unavailable', since: new Date().toISOString() };
    try {
      return await source.fetch(question);
    } catch {
      return { state: 'unavailable', since: new Date().toISOString() };
    }
  }
}

/** How each source fared, as the rules of the form see it. */
export function statesOf(sources: StoredSources): Readonly<Record<string, SourceState>> {
  return Object.fromEntries(Object.entries(sources).map(([code, { state }]) => [code, state]));
}
