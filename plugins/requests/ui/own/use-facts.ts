import { dataOf } from '@amanah/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftAnswer } from '../../shared/answers/draft-answers.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import type { FactAnswer, FactAnswers } from '../forms/fact-answers.ts';

/** What sources gave for a draft: those that need no number are asked when it is opened, also again after they were away; the others as the form says. */
export function useFacts(draft: DraftAnswer, form: Form): { readonly facts: FactAnswers; readonly fetchFact: (code: string, answers: Answers) => void } {
  const [facts, setFacts] = useState<FactAnswers>(() => Object.fromEntries(form.facts.map(({ code }) => [code, draft.sources[code] ?? { state: 'waiting' }])));
  const under = useRef(new Set<string>());

  const fetchFact = useCallback(
    (code: string, answers: Answers) => {
      if (under.current.has(code)) return;
      under.current.add(code);
      const settle = (answer: FactAnswer) => {
        under.current.delete(code);
        setFacts((before) => ({ ...before, [code]: answer }));
      };
      setFacts((before) => ({ ...before, [code]: { state: 'asking' } }));
      dataOf(api.POST('/api/requests/drafts/{id}/sources/{document}', { params: { path: { id: draft.id, document: code } }, body: { answers } })).then(
        settle,
        () => settle({ state: 'unavailable', since: new Date().toISOString() }),
      );
    },
    [draft.id],
  );

  useEffect(() => {
    for (const { code, key } of form.facts) {
      const state = draft.sources[code]?.state;
      const known = key === undefined || draft.answers[key] !== undefined;
      if (state === 'unavailable' ? known : state === undefined && key === undefined) fetchFact(code, draft.answers);
    }
  }, [draft, form, fetchFact]);

  return { facts, fetchFact };
}
