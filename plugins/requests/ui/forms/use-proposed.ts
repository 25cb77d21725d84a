import { useEffect, useRef } from 'react';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import type { FactAnswer, FactAnswers } from './fact-answers.ts';

/** Those answers of a source that the form asks for, and whose options it has. */
export function proposedBy(form: Pick<Form, 'ui'>, fact: FactAnswer | undefined): Answers {
  const proposes = fact?.state === 'fetched' ? (fact.proposes ?? {}) : {};
  const fits = ([name, value]: [string, unknown]) => {
    const ui = form.ui[name];
    return ui !== undefined && (!ui.options || ui.options.some(({ id }) => id === value));
  };
  return Object.fromEntries(Object.entries(proposes).filter(fits));
}

/** The written answers with what was proposed where nothing is written. */
export const withProposed = (written: Answers, proposed: Answers): Answers => ({
  ...written,
  ...Object.fromEntries(Object.entries(proposed).filter(([name]) => written[name] === undefined)),
});

/** Fills in what sources know, once for each answer of a source: what a person takes out stays out. */
export function useProposed(form: Form, facts: FactAnswers, fill: (proposed: Answers) => void): void {
  const taken = useRef(new Set<string>());
  useEffect(() => {
    for (const [code, fact] of Object.entries(facts)) {
      if (fact.state !== 'fetched' || taken.current.has(`${code} ${fact.at}`)) continue;
      taken.current.add(`${code} ${fact.at}`);
      const proposed = proposedBy(form, fact);
      if (Object.keys(proposed).length > 0) fill(proposed);
    }
  }, [form, facts, fill]);
}
