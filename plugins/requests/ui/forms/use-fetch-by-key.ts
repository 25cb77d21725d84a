import { useEffect, useRef } from 'react';
import { SOURCES } from '../../shared/forms/form-of.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import type { Problem } from '../../shared/forms/problems.ts';
import type { FactAnswers } from './fact-answers.ts';

const PAUSE_MS = 600;

/** Asks a source as soon as the number it needs is written and right: once for each number, when the person pauses. */
export function useFetchByKey(
  form: Form,
  facts: FactAnswers,
  answers: Answers,
  problems: readonly Problem[],
  onFetch: (code: string, answers: Answers) => void,
): void {
  const asked = useRef(new Map<string, unknown>());
  const latest = useRef(onFetch);
  latest.current = onFetch;
  useEffect(() => {
    const ready = form.facts.filter(({ code, key }) => {
      if (!key || answers[key] === undefined || problems.some(({ path }) => path === key)) return false;
      const before = asked.current.get(code);
      // A draft that comes back with its fact fetched has asked already.
      return before === undefined ? facts[code]?.state === 'waiting' : before !== answers[key];
    });
    if (ready.length === 0) return undefined;
    const timer = setTimeout(() => {
      for (const { code, key = '' } of ready) {
        asked.current.set(code, answers[key]);
        latest.current(code, answers);
      }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [form, facts, answers, problems]);
}

/** Whether a problem is only that a source has not answered yet: it is being asked, or is about to be since its number stands there and is right. */
export function isUnderWay(form: Form, facts: FactAnswers, answers: Answers, problems: readonly Problem[], path: string): boolean {
  const fact = form.facts.find(({ code }) => path === `${SOURCES}.${code}`);
  if (!fact) return false;
  const state = facts[fact.code]?.state;
  const { key } = fact;
  return state === 'asking' || (state === 'waiting' && key !== undefined && answers[key] !== undefined && !problems.some((problem) => problem.path === key));
}
