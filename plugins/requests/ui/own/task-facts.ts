import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { SOURCES } from '../../shared/forms/form-of.ts';
import type { FactAnswers } from '../forms/fact-answers.ts';

/** How the sources fared when the request was sent, so that the form asks again for what it asked then. */
export function factsOfAnswers(answers: Answers, at: string): FactAnswers {
  const states = (answers[SOURCES] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(states).map(([code, state]) => {
      if (state === 'fetched') return [code, { state: 'fetched', at, items: [] }];
      return [code, state === 'none' ? { state: 'none' } : { state: 'unavailable', since: at }];
    }),
  );
}

/** The form without what was fetched: that stays as it was sent. */
export function withoutPanels(form: Form): Form {
  return { ...form, prerequisites: [], steps: form.steps.map((step) => ({ ...step, facts: [] })) };
}
