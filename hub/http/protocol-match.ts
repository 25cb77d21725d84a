import { AmanahError } from '@amanah/errors';
import type { PathParams } from '@amanah/plugin-api';
import type { RequestHandler } from 'express';
import { isAtOrUnder } from '../host/addresses.ts';
import type { Host, PluginProtocol } from '../host/contract.ts';
import { pathPattern, type PathPattern } from '../host/path-pattern.ts';
import { callLimit, type CountCall } from './call-limit.ts';

/** A protocol that a request's path belongs to. */
export interface MatchedProtocol extends PluginProtocol {
  readonly params: PathParams;
  readonly count: CountCall | null;
}

/** Whether the request goes to a protocol that has no use for the portal's session: nobody can act by its cookie there. */
export function leavesSessionUnread({ protocol: matched }: { protocol?: MatchedProtocol | undefined }): boolean {
  return matched !== undefined && (matched.protocol.ownAuthentication !== undefined || matched.protocol.crossOrigin === true);
}

/** Finds the protocol of each request before anything of its sender is read. @throws HOST_PLUGIN_REFUSED at an address of a refused plugin */
export function matchProtocol(host: Host): RequestHandler {
  const places = placesOf(host.protocols());
  const refused = host.refusedAddresses();
  return (request, _response, next) => {
    const { path } = request;
    request.context.protocol = places.get(firstName(path))?.(path);
    const gone = refused.length > 0 ? refused.find(({ address }) => isAtOrUnder(path, address)) : undefined;
    if (!gone) return next();
    next(new AmanahError('HOST_PLUGIN_REFUSED', { params: { plugin: host.pluginTitle(gone.plugin, request.context.language) } }));
  };
}

/** Protocols by the first name of their path, or the plugin's name under `/api`: most requests end with one look-up. */
function placesOf(protocols: readonly PluginProtocol[]): ReadonlyMap<string, (path: string) => MatchedProtocol | undefined> {
  const byName = new Map<string, { pattern: PathPattern; bound: PluginProtocol; count: CountCall | null }[]>();
  for (const bound of protocols) {
    const name = firstName(bound.protocol.at);
    const { limit, at } = bound.protocol;
    byName.set(name, [...(byName.get(name) ?? []), { pattern: pathPattern(at), bound, count: limit ? callLimit(limit) : null }]);
  }
  const find = (list: readonly { pattern: PathPattern; bound: PluginProtocol; count: CountCall | null }[]) => (path: string) => {
    for (const { pattern, bound, count } of list) {
      const params = pattern.match(path);
      if (params) return { ...bound, params, count };
    }
    return undefined;
  };
  return new Map([...byName].map(([name, list]) => [name, find(list.toSorted((a, b) => b.pattern.weight - a.pattern.weight))]));
}

/** `/api/media/hls/1` → `/api/media`, `/feeds/news.rss` → `/feeds`. */
function firstName(path: string): string {
  const from = path.startsWith('/api/') ? 5 : 1;
  const end = path.indexOf('/', from);
  return end < 0 ? path : path.slice(0, end);
}
