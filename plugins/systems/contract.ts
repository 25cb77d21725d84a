import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** A connected system as a citizen's page may name it. */
export interface ConnectedSystem {
  readonly id: string;
  readonly title: Bilingual;
  readonly state: 'unknown' | 'up' | 'slow' | 'down' | 'maintenance';
  /** Since when the state holds, ISO. */
  readonly since: string | null;
  /** Portal path that carries the person into the system, signing in first where needed. */
  readonly enterPath: string;
}

export interface ConnectedSystems {
  /** The connected system of this id that people enter; `undefined` when none runs now. */
  find(id: string): Promise<ConnectedSystem | undefined>;
}

export const connectedSystems: ServiceToken<ConnectedSystems> = { plugin: 'systems', name: 'connected-systems' };
