import { AmanahError } from '@amanah/errors';
import type { PluginManifest } from '@amanah/plugin-api';
import { isAtOrUnder } from './addresses.ts';
import { assertPermission } from './check-manifest.ts';
import { pathPattern } from './path-pattern.ts';
import type { AnyProtocol, AnyRoute, AnySocket, PluginRecord } from './plugin-record.ts';

type Own = Pick<PluginRecord, 'id' | 'routes' | 'protocols' | 'sockets'>;

/** Takes a protocol into a plugin's record. @throws HOST_PERMISSION_UNKNOWN, HOST_MANIFEST_INVALID when it lies outside the plugin's addresses, over a route, or is open in two ways */
export function addProtocol(plugin: Own, manifest: PluginManifest, protocol: AnyProtocol): void {
  const place = `protocol ${protocol.at}`;
  assertPermission(manifest, place, protocol.access);
  const addresses = [`/api/${plugin.id}`, ...(manifest.addresses ?? [])];
  const fixed = protocol.at.replace(/\/\*$/, '');
  if (!addresses.some((address) => isAtOrUnder(fixed, address)) || fixed === addresses[0])
    throw invalid(`${place} lies neither under ${addresses[0]}/ nor at an address of the manifest`);
  assertPattern(place, protocol.at, true);
  if (typeof protocol.access === 'string' && (protocol.ownAuthentication || protocol.crossOrigin))
    throw invalid(`${place} needs "${protocol.access}" and leaves the session unread`);
  if (protocol.openToSystems && (typeof protocol.access !== 'string' || !isAtOrUnder(fixed, addresses[0]!)))
    throw invalid(`${place} is open to systems: it needs a permission and an address under ${addresses[0]}/`);
  assertLimit(place, protocol);
  plugin.protocols.push(protocol);
  for (const route of plugin.routes) assertApart(plugin, route);
}

/** Takes a WebSocket into a plugin's record. @throws HOST_PERMISSION_UNKNOWN, HOST_MANIFEST_INVALID */
export function addSocket(plugin: Own, manifest: PluginManifest, socket: AnySocket): void {
  const place = `socket ${socket.path}`;
  assertPermission(manifest, place, socket.access);
  assertPattern(place, socket.path, false);
  assertLimit(place, socket);
  plugin.sockets.push(socket);
}

/** A protocol is answered first: a route under it would never be reached. @throws HOST_MANIFEST_INVALID */
export function assertApart(plugin: Own, route: Pick<AnyRoute, 'method' | 'path'>): void {
  const path = `/api/${plugin.id}${route.path}`;
  const over = plugin.protocols.find(({ at }) => pathPattern(at).match(path));
  if (over) throw invalid(`route ${route.method} ${route.path} lies under protocol ${over.at}`);
}

/** @throws HOST_MANIFEST_INVALID for a limit that is none, or that stands where people are known anyway */
export function assertLimit(place: string, { limit, access }: Pick<AnyRoute, 'limit' | 'access'>): void {
  if (!limit) return;
  if (typeof access === 'string') throw invalid(`${place} has a limit: it must be public`);
  if (!Number.isInteger(limit.perMinute) || limit.perMinute < 1 || limit.perMinute > 100_000) throw invalid(`${place}: perMinute must be 1 to 100,000`);
}

function assertPattern(place: string, path: string, mayBeOpen: boolean): void {
  const parts = path.split('/').slice(1);
  const known = (part: string, index: number) => /^(:\w+|[\w.~-]+)$/.test(part) || (mayBeOpen && part === '*' && index === parts.length - 1);
  if (!parts.every(known)) throw invalid(`${place}: parts are names, :parameters${mayBeOpen ? ', and * at the end' : ''}`);
}

function invalid(detail: string): AmanahError {
  return new AmanahError('HOST_MANIFEST_INVALID', { detail });
}
