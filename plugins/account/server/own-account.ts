import { AmanahError, type Language } from '@amanah/errors';
import { capacityName, type Actor, type Capacity, type SignOutReport } from '@amanah/plugin-api';
import type { ProfileAnswer, SignOutAnswer } from '../shared/answers.ts';

/** Facts of the profile shown to their owner, in this order; all come from the identity provider and are read-only (rules.md B3). */
const SHOWN_FACTS = ['nationalId', 'birthDate', 'nationality', 'email', 'mobile'] as const;

/** The signed-in person. @throws HTTP_SIGN_IN_NEEDED */
export function signedIn(actor: Actor | null): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}

/** What a person sees of the own profile. */
export function profileOf(
  actor: Actor,
  stored: Readonly<Record<string, unknown>>,
  capacities: readonly { readonly id: string; readonly capacity: Capacity }[],
  language: Language,
): ProfileAnswer {
  const known = capacities.some(({ id }) => id === actor.capacityId) ? capacities : [{ id: actor.capacityId, capacity: actor.capacity }, ...capacities];
  return {
    name: actor.person.name[language],
    username: actor.username,
    capacityId: actor.capacityId,
    capacities: known.map(({ id, capacity }) => ({ id, kind: capacity.kind, on: capacityName(capacity, language), current: id === actor.capacityId })),
    facts: SHOWN_FACTS.flatMap((key) => (typeof stored[key] === 'string' && stored[key] !== '' ? [{ key, value: stored[key] }] : [])),
  };
}

/** The outcome of signing out, with the names of what could not be reached. */
export function signOutWords(report: SignOutReport, language: Language): SignOutAnswer {
  return {
    sessions: report.sessions,
    closed: report.closed.map(({ id, title }) => ({ id, title: title[language] })),
    unreachable: report.unreachable.map(({ id, title, reason }) => ({ id, title: title[language], reason })),
  };
}
