import type { CardAnswer } from './answers.ts';

/** Key of the sentence that says an outage: which service, what is the matter, since or until when; and what fills its places. */
export function outageWords(
  { name }: Pick<CardAnswer, 'name'>,
  { kind, title, purpose, since, until }: CardAnswer['outages'][number],
  moment: (iso: string) => string,
): { readonly key: 'outageMaintenance' | 'outageReview' | 'outageDown' | 'outageDownNow'; readonly params: Readonly<Record<string, string>> } {
  const params = { service: name, system: title, purpose };
  if (kind === 'maintenance' && until) return { key: 'outageMaintenance', params: { ...params, time: moment(until) } };
  if (kind === 'review') return { key: 'outageReview', params };
  return since ? { key: 'outageDown', params: { ...params, time: moment(since) } } : { key: 'outageDownNow', params };
}
