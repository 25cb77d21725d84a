import type { WebSystemDefinition } from '../systems/definition.ts';
import { AddressMap } from './address-map.ts';

const maps = new WeakMap<WebSystemDefinition, AddressMap>();

/** The map of everything that a system may call itself in what it sends. */
export function addressesOf(system: WebSystemDefinition, origin: string): AddressMap {
  const known = maps.get(system);
  if (known?.outer === origin) return known;
  const { upstream, innerOrigins, preserveHost } = system.connection;
  // Told its public name but not that visitors come by https, it writes http addresses of that name.
  const misread = preserveHost && origin.startsWith('https:') ? [origin.replace(/^https:/, 'http:')] : [];
  const map = new AddressMap([upstream, ...innerOrigins, ...misread], origin);
  maps.set(system, map);
  return map;
}
