import type { HubConfig } from '../config/contract.ts';
import { isWeb, type SystemDefinition } from './definition.ts';

/** Hosts that people would take for the portal itself. */
const reservedHosts: ReadonlySet<string> = new Set(['account', 'admin', 'api', 'auth', 'login', 'oidc', 'portal', 'sign-in', 'sso', 'www']);
/** Ids that stand for something else in the portal's own addresses. */
const reservedIds: ReadonlySet<string> = new Set(['new', 'operations', 'hub', 'portal']);

/** A name that a definition may not have, and who has it. */
export interface NameClash {
  readonly field: 'id' | 'connection.host';
  readonly name: string;
  /** `file /…/wiki.yaml`, `operations`, `the portal`. */
  readonly takenBy: string;
}

/** One definition with where it comes from. */
export interface Named {
  readonly definition: SystemDefinition;
  readonly from: string;
}

/** First name of the definition that is reserved or used by another one, or `null`. */
export function clashOf(given: SystemDefinition, others: Iterable<Named>, hub: Pick<HubConfig, 'gatewayDomain' | 'publicUrl'>): NameClash | null {
  const { id } = given;
  if (reservedIds.has(id)) return { field: 'id', name: id, takenBy: 'the portal' };
  const taken = [...others];
  const sameId = taken.find(({ definition }) => definition.id === id);
  if (sameId) return { field: 'id', name: id, takenBy: sameId.from };
  if (!isWeb(given)) return null;
  const { host } = given.connection;
  const isPortal = `${host}.${hub.gatewayDomain}`.toLowerCase() === hub.publicUrl.hostname.toLowerCase();
  if (isPortal || reservedHosts.has(host)) return { field: 'connection.host', name: host, takenBy: 'the portal' };
  const sameHost = taken.find(({ definition }) => isWeb(definition) && definition.connection.host === host);
  return sameHost ? { field: 'connection.host', name: host, takenBy: sameHost.from } : null;
}
