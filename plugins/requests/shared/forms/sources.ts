import type { SourceState } from './document-fields.ts';
import { SOURCES } from './form-of.ts';
import type { Answers, Form } from './form-types.ts';

/** Answers with what the sources of fetched documents gave, whatever stood there before; a source that was not asked is left out. */
export function withSources(form: Form, answers: Answers, states: Readonly<Record<string, SourceState | undefined>>): Answers {
  if (form.facts.length === 0) return answers;
  const asked = form.facts.map(({ code }): [string, SourceState | undefined] => [code, states[code]]);
  return { ...answers, [SOURCES]: Object.fromEntries(asked.filter(([, state]) => state !== undefined)) };
}
