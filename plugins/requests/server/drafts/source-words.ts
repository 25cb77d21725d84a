import type { z } from 'zod';
import type { SourceAnswer } from '../../contract.ts';
import type { sourceAnswer } from '../../shared/answers/draft-answers.ts';

/** What a source gave, in the reader's words and without what only the procedure needs. */
export function sourceAnswerOf(answer: SourceAnswer, language: 'ar' | 'en'): z.infer<typeof sourceAnswer> {
  if (answer.state === 'none') return { state: 'none', ...(answer.why ? { why: answer.why[language] } : {}) };
  if (answer.state === 'unavailable') return { state: 'unavailable', since: answer.since, ...(answer.why ? { why: answer.why[language] } : {}) };
  return {
    state: 'fetched',
    at: answer.at,
    items: answer.items.map(({ term, value, kind }) => ({
      term: term[language],
      value: typeof value === 'string' ? value : value[language],
      ...(kind ? { kind } : {}),
    })),
    ...(answer.figures ? { figures: answer.figures } : {}),
  };
}

/** The same for whoever fills in the form: with the answers that the source knows. */
export function draftSourceOf(answer: SourceAnswer, language: 'ar' | 'en'): z.infer<typeof sourceAnswer> {
  const said = sourceAnswerOf(answer, language);
  return said.state === 'fetched' && answer.state === 'fetched' && answer.proposes ? { ...said, proposes: answer.proposes } : said;
}
