import type { ContractProblem } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import { isObject, listAt, member, objectAt, shown, textAt } from '../document/json.ts';
import type { OperationPlace, Reading } from './reading.ts';

/** An address, or why there is none. */
export type ServerAddress = { readonly url: string } | { readonly problem: ContractProblem };

/** Address of the system: the configured one, or a server of the document with its variables filled in. */
export function systemAddress(reading: Reading): ServerAddress {
  const { config, set, dialect } = reading;
  if (config.server.url !== undefined) return { url: trimmed(config.server.url) };
  const root = set.root.value;
  if (dialect === '2.0') return swaggerAddress(reading, root, root);
  const servers = listAt(root, 'servers');
  const server = servers.length === 0 ? { url: '/' } : servers[config.server.index];
  if (server === undefined) return { problem: { kind: 'unresolved', place: '/servers', found: `no server ${config.server.index} of ${servers.length}` } };
  return filled(server, `/servers/${config.server.index}`, set.root.uri, config);
}

/**
 * Address that an operation has for itself; `null` when it has the system's. A path's or an operation's own servers win over the document's.
 * A configured address stands for the document's server wherever that is named, and for every server when the document has none of its own.
 */
export function operationAddress(reading: Reading, { item, operation }: OperationPlace, system: ServerAddress): ServerAddress | null {
  if (reading.dialect === '2.0') {
    if (reading.config.server.url !== undefined || listAt(operation.value, 'schemes').length === 0) return null;
    return swaggerAddress(reading, reading.set.root.value, operation.value);
  }
  const owner = [operation, item].find((one) => listAt(one.value, 'servers').length > 0);
  if (!owner) return null;
  const base = 'url' in system ? `${system.url}/` : reading.set.root.uri;
  const own = filled(listAt(owner.value, 'servers')[0], `${owner.pointer}/servers/0`, base, reading.config);
  const { config, set } = reading;
  if (config.server.url === undefined || !('url' in own)) return own;
  const [replaced] = listAt(set.root.value, 'servers');
  if (replaced === undefined) return null;
  const stood = filled(replaced, '/servers/0', set.root.uri, config);
  if (!('url' in stood) || new URL(stood.url).origin !== new URL(own.url).origin) return own;
  return own.url === stood.url ? null : { url: trimmed(new URL(config.server.url).origin + new URL(own.url).pathname) };
}

function filled(server: unknown, place: string, base: string, config: OpenApiConfig): ServerAddress {
  const template = textAt(server, 'url');
  if (template === null) return { problem: { kind: 'invalid', place, found: shown(server) } };
  const variables = objectAt(server, 'variables');
  const unknown: string[] = [];
  const text = template.replaceAll(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const described = member(variables, name);
    const value = config.server.variables[name] ?? (isObject(described) ? described['default'] : undefined);
    const allowed = listAt(described, 'enum');
    if (value === undefined || (allowed.length > 0 && !allowed.map(String).includes(String(value)))) unknown.push(`${name} = ${shown(value ?? 'nothing')}`);
    return String(value ?? '');
  });
  if (unknown.length > 0) return { problem: { kind: 'unresolved', place: `${place}/variables`, found: unknown.join(', ') } };
  const url = URL.parse(text, base);
  if (!url || !/^https?:$/.test(url.protocol)) return { problem: { kind: 'unresolved', place, found: `${text} (an address is needed)` } };
  return { url: trimmed(url.href) };
}

function swaggerAddress({ set }: Reading, root: unknown, schemed: unknown): ServerAddress {
  const own = URL.parse(set.root.uri);
  const byWeb = own !== null && /^https?:$/.test(own.protocol);
  const schemes = listAt(schemed, 'schemes').filter((one) => one === 'http' || one === 'https');
  const host = textAt(root, 'host') ?? (byWeb ? own.host : null);
  const scheme = schemes.includes('https') ? 'https' : (schemes[0] ?? (byWeb ? own.protocol.slice(0, -1) : 'https'));
  const url = host === null ? null : URL.parse(`${String(scheme)}://${host}${textAt(root, 'basePath') ?? ''}`);
  return url ? { url: trimmed(url.href) } : { problem: { kind: 'unresolved', place: '/host', found: shown(host ?? 'no host (an address is needed)') } };
}

function trimmed(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}
