import { SOURCES } from '../../shared/forms/form-of.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';

/** What the source of a fetched document gave, as the server says it. */
export type FactAnswer =
  | { readonly state: 'fetched'; readonly at: string; readonly items: readonly FactItem[] }
  | { readonly state: 'unavailable'; readonly since: string }
  | { readonly state: 'none' }
  /** The number it is found by is not written yet. */
  | { readonly state: 'waiting' };

export interface FactItem {
  readonly term: string;
  readonly value: string;
  /** An identifier keeps its direction, a date is shown in both calendars. */
  readonly kind?: 'identifier' | 'date';
}

export type FactAnswers = Readonly<Record<string, FactAnswer>>;

/** Answers with what the sources said; the server writes the same before it checks. */
export function withSources(form: Form, answers: Answers, facts: FactAnswers): Answers {
  if (form.facts.length === 0) return answers;
  const said = form.facts.map(({ code }): [string, string | undefined] => {
    const state = facts[code]?.state;
    return [code, state === 'waiting' ? undefined : state];
  });
  return { ...answers, [SOURCES]: Object.fromEntries(said.filter(([, state]) => state !== undefined)) };
}
