import type { z } from 'zod';
import type { sourceAnswer } from '../../shared/answers/draft-answers.ts';
import type { SourceAnswer } from './sources.ts';

/** What a source gave, in the reader's words and without what only the procedure needs. */
export function sourceAnswerOf(answer: SourceAnswer, language: 'ar' | 'en'): z.infer<typeof sourceAnswer> {
  if (answer.state !== 'fetched') return answer;
  return {
    state: 'fetched',
    at: answer.at,
    items: answer.items.map(({ term, value, kind }) => ({
      term: term[language],
      value: typeof value === 'string' ? value : value[language],
      ...(kind ? { kind } : {}),
    })),
  };
}
