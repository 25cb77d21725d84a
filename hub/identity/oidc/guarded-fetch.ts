import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import type { HubConfig } from '../../config/contract.ts';

type Allowed = Pick<HubConfig, 'innerNetworks' | 'profile'>;
export type GuardedFetch = (url: URL | string, init?: RequestInit) => Promise<Response>;

const inner = blockList(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '0.0.0.0/8', 'fc00::/7', 'fe80::/10']);
const loopback = blockList(['127.0.0.0/8', '::1/128', '::/128']);

/**
 * Whether the hub may call an address: public ones, inner networks that the configuration names, and this machine itself outside
 * production. An IPv4 address written as IPv6 counts as what it is.
 */
export function addressAllowed(written: string, { innerNetworks, profile }: Allowed): boolean {
  const address = mappedIpv4(written) ?? written;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (blockList(innerNetworks).check(address, family)) return true;
  if (loopback.check(address, family)) return profile !== 'production';
  return !inner.check(address, family);
}

/**
 * `fetch` to addresses that clients registered. A name is judged by the very addresses that the connection then uses, so that a name
 * which resolves differently a moment later leads nowhere else; redirects are not followed.
 */
export function guardedFetch(allowed: Allowed): GuardedFetch {
  const judged: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = error ? undefined : addresses.find(({ address }) => !addressAllowed(address, allowed));
      if (error || refused) return callback(error ?? notAllowed(hostname), []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
  const dispatcher = new Agent({ connect: { lookup: judged, timeout: 3_000 }, keepAliveTimeout: 1_000 });
  return async (address, init = {}) => {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!/^https?:$/.test(url.protocol) || (isIP(host) && !addressAllowed(host, allowed))) throw notAllowed(host);
    return fetch(url, { ...init, redirect: 'error', dispatcher });
  };
}

function notAllowed(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} is not in a network that may be called`), { code: 'ADDRESS_NOT_ALLOWED' });
}

function mappedIpv4(address: string): string | undefined {
  // The URL parser writes the mapped form in hexadecimal.
  const host = URL.parse(`http://[${address}]`)?.hostname;
  const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(host ?? '') ?? [];
  if (high === undefined || low === undefined) return undefined;
  return [parseInt(high, 16) >> 8, parseInt(high, 16) & 255, parseInt(low, 16) >> 8, parseInt(low, 16) & 255].join('.');
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === '' ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}
