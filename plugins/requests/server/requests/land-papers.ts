import type { StoredSources } from '../drafts/sources.ts';

/**
 * What the procedure of building permits asks about the plot's papers. A paper that its register could not give was uploaded, and the office and the officer look at it:
 * that a register was away is no reason to turn somebody down (rules.md C2).
 */
export function landPapers(sources: StoredSources, today: string): { readonly deedUpdated: boolean; readonly surveyDecisionValid: boolean } {
  const deed = sources['DEED'];
  const survey = sources['SURVEY'];
  const until = survey?.state === 'fetched' ? survey.data['validUntil'] : undefined;
  return {
    deedUpdated: deed?.state !== 'none' && !(deed?.state === 'fetched' && deed.data['updated'] === false),
    surveyDecisionValid: survey?.state !== 'none' && !(typeof until === 'string' && until < today),
  };
}
