import { AmanahError } from '@amanah/errors';
import { capacityName, delegationOf, type Actor, type Bilingual, type Call, type Capacity } from '@amanah/plugin-api';

/** The signed-in person of a call. @throws HTTP_SIGN_IN_NEEDED */
export function actorOf({ actor }: Call): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}

/** Whom a request in this capacity is for: `person:<account>` or `establishment:<unified number>`; `null` where one acts for nobody but the Amanah. */
export function beneficiaryOf({ person, capacity }: Pick<Actor, 'person' | 'capacity'>): string | null {
  switch (capacity.kind) {
    case 'self':
      return `person:${person.id}`;
    case 'owner':
    case 'manager':
      return `establishment:${capacity.establishment.unifiedNumber}`;
    case 'delegate':
      return partyOf(capacity.principal);
    case 'government':
      return `establishment:${capacity.body.unifiedNumber}`;
    case 'agent':
      return capacity.client ? partyOf(capacity.client) : `establishment:${capacity.office.unifiedNumber}`;
    case 'official':
      return null;
  }
}

type Party = Extract<Capacity, { kind: 'delegate' }>['principal'];
const partyOf = (party: Party) => (party.type === 'person' ? `person:${party.id}` : `establishment:${party.unifiedNumber}`);

/** Services that the capacity is limited to; `null`: all. */
export function servicesOf(capacity: Capacity): readonly string[] | null {
  return delegationOf(capacity)?.services ?? null;
}

/** What decides on which side of a request somebody stands. */
export interface Sides {
  readonly person_id: string;
  readonly beneficiary: string;
  readonly service: string;
  readonly capacity: Capacity;
}

/**
 * Whether the actor stands on the applicant's side of a request: somebody who acts for the one it is for and, as a delegate, for that service; or its sender, who
 * sent it in their own right. A delegate or agent sees it in that capacity only, as long as it lasts; an official never does, whoever it is in private.
 */
export function isApplicant(actor: Actor, { person_id, beneficiary, service, capacity }: Sides): boolean {
  if (actor.capacity.kind === 'official') return false;
  const services = servicesOf(actor.capacity);
  if (services && !services.includes(service)) return false;
  if (beneficiaryOf(actor) === beneficiary) return true;
  return person_id === actor.person.id && actor.capacity.kind === 'self' && ownRight(capacity);
}

/** Whether the actor is the one that a request is for, in their own right: approves what a delegate may not. */
export function isPrincipal(actor: Actor, { beneficiary }: Pick<Sides, 'beneficiary'>): boolean {
  return (actor.capacity.kind === 'self' || actor.capacity.kind === 'owner') && beneficiaryOf(actor) === beneficiary;
}

/** Whether a request is somebody's own business, in whichever capacity they look at it: nobody decides such a one. */
export function isOwnCase(actor: Pick<Actor, 'person'>, { person_id, beneficiary }: Pick<Sides, 'person_id' | 'beneficiary'>): boolean {
  return person_id === actor.person.id || beneficiary === `person:${actor.person.id}`;
}

const ownRight = ({ kind }: Capacity) => kind === 'self' || kind === 'owner' || kind === 'manager';

/** Classes of the catalogue's audience that a capacity belongs to. */
export function audienceOf(capacity: Capacity): 'individuals' | 'business' | 'government' | null {
  const { kind } = capacity;
  if (kind === 'official') return null;
  if (kind === 'government') return 'government';
  const party = kind === 'delegate' ? capacity.principal : kind === 'agent' ? capacity.client : undefined;
  // Who acts for a person asks for what that person could ask for.
  return kind === 'self' || party?.type === 'person' ? 'individuals' : 'business';
}

/** In whose name, and under which delegation, something was done. */
export interface Behalf {
  readonly name: Bilingual;
  readonly delegation: string;
}

/** What is written beside an act that was done under a delegation. */
export function behalfOf(capacity: Capacity): { readonly behalf?: Behalf } {
  const delegation = delegationOf(capacity);
  if (delegation === null) return {};
  return { behalf: { name: { ar: capacityName(capacity, 'ar') ?? '', en: capacityName(capacity, 'en') ?? '' }, delegation: delegation.id } };
}
