import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** How a connected system is now, as a citizen's page may say it. */
export interface SystemFacts {
  readonly id: string;
  readonly title: Bilingual;
  readonly state: 'unknown' | 'up' | 'slow' | 'down' | 'maintenance';
  /** Since when the state holds, ISO. */
  readonly since: string | null;
  /** Planned maintenance that holds now. */
  readonly maintenance: { readonly until: string; readonly note: Bilingual | null } | null;
  /** Planned maintenance that is announced ahead. */
  readonly announced: { readonly from: string; readonly until: string; readonly note: Bilingual | null } | null;
  /** It no longer says what was agreed with it; calls of what changed are held back until a person has looked. */
  readonly needsReview: boolean;
}

/** A connected system that people enter. */
export interface ConnectedSystem extends SystemFacts {
  /** Portal path that carries the person into the system, signing in first where needed. */
  readonly enterPath: string;
}

export interface ConnectedSystems {
  /** The connected system of this id that people enter; `undefined` when none runs now. */
  find(id: string): Promise<ConnectedSystem | undefined>;
  /** Any connected system, also one that is only called; `undefined` when none runs now. */
  facts(id: string): Promise<SystemFacts | undefined>;
  /** Tells the person once the system works again, and leads them to `to`. @throws SYSTEMS_UNKNOWN */
  follow(id: string, personId: string, to: string): Promise<void>;
  /** Systems that the person waits for. */
  followedBy(personId: string): Promise<ReadonlySet<string>>;
}

export const connectedSystems: ServiceToken<ConnectedSystems> = { plugin: 'systems', name: 'connected-systems' };
