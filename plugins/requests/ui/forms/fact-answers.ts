import type { Answers } from '../../shared/forms/form-types.ts';
import type { SourceState } from '../../shared/forms/document-fields.ts';

/** What the source of a fetched document gave, as the server says it. */
export type FactAnswer =
  | {
      readonly state: 'fetched';
      readonly at: string;
      readonly items: readonly FactItem[];
      readonly figures?: Answers | undefined;
      /** Answers of the form that it knows. */
      readonly proposes?: Answers | undefined;
    }
  | { readonly state: 'unavailable'; readonly since: string; readonly why?: string | undefined }
  | { readonly state: 'none'; readonly why?: string | undefined }
  /** The source is being asked. */
  | { readonly state: 'asking' }
  /** The number it is found by is not written yet. */
  | { readonly state: 'waiting' };

export interface FactItem {
  readonly term: string;
  readonly value: string;
  /** An identifier keeps its direction, a date is shown in both calendars. */
  readonly kind?: 'identifier' | 'date';
}

export type FactAnswers = Readonly<Record<string, FactAnswer>>;

/** How each source fared, as the form's rules see it; one that was not asked yet, or has not answered, has not fared. */
export const sourceStatesOf = (facts: FactAnswers): Readonly<Record<string, SourceState | undefined>> =>
  Object.fromEntries(Object.entries(facts).map(([code, { state }]) => [code, state === 'waiting' || state === 'asking' ? undefined : state]));
