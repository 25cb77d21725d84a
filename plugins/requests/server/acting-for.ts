import { AmanahError } from '@amanah/errors';
import type { Actor, Call, Capacity } from '@amanah/plugin-api';

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
  return capacity.kind === 'delegate' ? capacity.services : null;
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

/** Whether a request is somebody's own business, in whichever capacity they look at it: nobody decides such a one. */
export function isOwnCase(actor: Pick<Actor, 'person'>, { person_id, beneficiary }: Pick<Sides, 'person_id' | 'beneficiary'>): boolean {
  return person_id === actor.person.id || beneficiary === `person:${actor.person.id}`;
}

const ownRight = ({ kind }: Capacity) => kind === 'self' || kind === 'owner' || kind === 'manager';

/** Classes of the catalogue's audience that a capacity belongs to. */
export function audienceOf({ kind }: Capacity): 'individuals' | 'business' | 'government' | null {
  if (kind === 'official') return null;
  if (kind === 'government') return 'government';
  return kind === 'self' ? 'individuals' : 'business';
}
