import type { RequestRecord } from '../../contract.ts';

/** The answers of a request as they stand now: what the applicant sent, and over it what task forms have changed since. */
export function answersNow({ answers, facts }: Pick<RequestRecord, 'answers' | 'facts'>): Readonly<Record<string, unknown>> {
  const results = (facts['results'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.assign({}, answers, ...Object.values(results)) as Readonly<Record<string, unknown>>;
}
