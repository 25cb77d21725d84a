import type { Actor, Call } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import type { Programme } from './programme-row.ts';

/** States in which a programme is there for its audience: announced, running, just over, on the shelf. */
export const openStates = ['scheduled', 'live', 'ended', 'published'] as const;

type Access = Pick<Context['access'], 'may' | 'unit'>;

/** For whom a list is made: an SQL filter reads it as `audienceFilter` does. */
export interface Watcher {
  readonly signedIn: boolean;
  /** The official's unit and everything above it: the units whose programmes for `unit` they may watch. */
  readonly units: readonly string[];
}

export function watcherOf({ actor }: Pick<Call, 'actor'>, access: Access): Watcher {
  return { signedIn: actor !== null, units: actor ? unitsAround(actor, access) : [] };
}

/** Whether a programme is for the watcher, whatever its state. */
export function isFor({ audience, unit }: Pick<Programme, 'audience' | 'unit'>, watcher: Watcher): boolean {
  if (audience === 'everyone') return true;
  return audience === 'signed-in' ? watcher.signedIn : watcher.units.includes(unit);
}

/** Whether the caller may open it: its audience while it is open, and always those of the media office who read it before. */
export function mayOpen(programme: Pick<Programme, 'audience' | 'unit' | 'state'>, call: Pick<Call, 'actor'>, access: Access): boolean {
  if ((openStates as readonly string[]).includes(programme.state) && isFor(programme, watcherOf(call, access))) return true;
  return access.may(call.actor, 'media:programme.read', programme.unit);
}

/** SQL condition over `p` that says the same as `isFor`; takes two values from position `at` on. */
export function audienceFilter(at: number): string {
  return `(p.audience = 'everyone' OR (p.audience = 'signed-in' AND $${at}::boolean) OR (p.audience = 'unit' AND p.unit = ANY($${at + 1}::text[])))`;
}

function unitsAround({ capacity }: Actor, access: Access): string[] {
  if (capacity.kind !== 'official') return [];
  const units: string[] = [];
  for (let unit = access.unit(capacity.unit); unit && !units.includes(unit.id); unit = unit.parent === null ? undefined : access.unit(unit.parent))
    units.push(unit.id);
  return units;
}
