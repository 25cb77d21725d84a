import type { HubConfig } from '../config/contract.ts';
import type { SystemDefinition } from './definition.ts';

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
  readonly definition: Pick<SystemDefinition, 'id'> & { readonly connection: Pick<SystemDefinition['connection'], 'host'> };
  readonly from: string;
}

/** First name of the definition that is reserved or used by another one, or `null`. */
export function clashOf(
  { id, connection: { host } }: Named['definition'],
  others: Iterable<Named>,
  hub: Pick<HubConfig, 'gatewayDomain' | 'publicUrl'>,
): NameClash | null {
  if (reservedIds.has(id)) return { field: 'id', name: id, takenBy: 'the portal' };
  const isPortal = `${host}.${hub.gatewayDomain}`.toLowerCase() === hub.publicUrl.hostname.toLowerCase();
  if (isPortal || reservedHosts.has(host)) return { field: 'connection.host', name: host, takenBy: 'the portal' };
  for (const { definition, from } of others) {
    if (definition.id === id) return { field: 'id', name: id, takenBy: from };
    if (definition.connection.host === host) return { field: 'connection.host', name: host, takenBy: from };
  }
  return null;
}
