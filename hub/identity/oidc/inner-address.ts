import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { HubConfig } from '../../config/contract.ts';

const inner = blockList(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '0.0.0.0/8', 'fc00::/7', 'fe80::/10']);
const loopback = blockList(['127.0.0.0/8', '::1/128']);

/**
 * Whether the hub may call an address that a client registered: public addresses, inner networks that the configuration names, and
 * this machine itself outside production. A name is judged by every address it resolves to.
 */
export async function mayReach(url: URL, { innerNetworks, profile }: Pick<HubConfig, 'innerNetworks' | 'profile'>): Promise<boolean> {
  if (!/^https?:$/.test(url.protocol)) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  const allowed = blockList(innerNetworks);
  return addresses.every((address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (allowed.check(address, family)) return true;
    if (loopback.check(address, family)) return profile !== 'production';
    return !inner.check(address, family);
  });
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
