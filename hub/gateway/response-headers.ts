import type { IncomingHttpHeaders } from 'node:http';
import type { AddressMap } from './address-map.ts';

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'upgrade', 'transfer-encoding']);
/** Headers that act beyond the system's own host: another way around the gateway, files of a server in front of the hub, the portal's own cookies. */
const beyondTheSystem = /^(?:alt-svc|clear-site-data|x-sendfile|x-lighttpd-send-file|x-accel-(?:redirect|expires|charset|limit-rate)|x-request-id)$/;
const wholeAddresses = new Set(['location', 'content-location', 'access-control-allow-origin']);
const withAddresses = new Set(['refresh', 'link', 'content-security-policy', 'content-security-policy-report-only']);
const ofTheOriginalBody = new Set(['content-length', 'content-encoding', 'accept-ranges', 'content-md5', 'digest', 'repr-digest', 'content-digest', 'trailer']);

export interface ResponseMapping {
  readonly addresses: AddressMap;
  readonly hubCookies: readonly string[];
  readonly https: boolean;
  /** The body will be changed: lengths and validators of the original no longer hold. */
  readonly rewritten: boolean;
  /** The portal bar goes into the page: its script and style are added to the system's policy by exact address. */
  readonly barSources: BarSources | null;
}

export interface BarSources {
  readonly script: string;
  readonly style: string;
  readonly data: string;
  /** For policies under which addresses do not count (`strict-dynamic`). */
  readonly nonce: string;
}

/** The headers a browser gets from a system: inner addresses and cookie domains mapped; hop-by-hop headers and those that act beyond the system gone. */
export function browserHeaders(headers: IncomingHttpHeaders, mapping: ResponseMapping): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  const named = headers.connection === undefined ? [] : headers.connection.split(',').map((token) => token.trim().toLowerCase());
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || hopByHop.has(name) || named.includes(name) || beyondTheSystem.test(name)) continue;
    if (mapping.rewritten && ofTheOriginalBody.has(name)) continue;
    result[name] = mapped(name, value, mapping);
  }
  if (result['set-cookie']?.length === 0) delete result['set-cookie'];
  return result;
}

function mapped(name: string, value: string | string[], mapping: ResponseMapping): string | string[] {
  const { addresses, barSources, rewritten } = mapping;
  if (name === 'set-cookie') return [value].flat().flatMap((cookie) => mapCookie(cookie, mapping) ?? []);
  if (typeof value !== 'string') return value;
  if (wholeAddresses.has(name)) return addresses.address(value);
  if (withAddresses.has(name)) {
    const text = addresses.text(value);
    return name === 'content-security-policy' && barSources
      ? text
          .split(',')
          .map((policy) => withBar(policy, barSources))
          .join(', ')
      : text;
  }
  return rewritten && name === 'etag' && !value.startsWith('W/') ? `W/${value}` : value;
}

/**
 * A system's cookie on its public host: `Domain` gone, `Secure` kept only on https. Refused are the hub's own names, and a cookie without a
 * name: its value is sent back as if it were name and value.
 */
export function mapCookie(cookie: string, { hubCookies, https }: Pick<ResponseMapping, 'hubCookies' | 'https'>): string | null {
  const [pair = '', ...attributes] = cookie.split(';');
  const name = pair.includes('=') ? pair.slice(0, pair.indexOf('=')).trim() : '';
  if (!name || hubCookies.includes(name)) return null;
  const kept = attributes
    .map((attribute) => attribute.trim())
    .filter((attribute) => !/^domain\s*(?:=|$)/i.test(attribute) && (https || !/^secure\s*(?:=|$)/i.test(attribute)))
    .filter((attribute) => https || !/^(?:samesite\s*=\s*none|partitioned)\s*$/i.test(attribute));
  return [pair.trim(), ...kept].join('; ');
}

function withBar(policy: string, bar: BarSources): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter(Boolean);
  const indexOf = (name: string) => directives.findIndex((directive) => directive.toLowerCase().split(/\s+/)[0] === name);
  const add = (name: string, source: string) => (directives[indexOf(name)] = `${directives[indexOf(name)]!.replace(/\s'none'/i, '')} ${source}`);
  const fallback = indexOf('default-src');
  for (const [names, source] of [
    [['script-src-elem', 'script-src'], bar.script],
    [['style-src-elem', 'style-src'], bar.style],
    [['connect-src'], bar.data],
  ] as const) {
    const name = names.find((one) => indexOf(one) >= 0);
    if (name) add(name, name.startsWith('script') && /'strict-dynamic'/i.test(directives[indexOf(name)]!) ? `'nonce-${bar.nonce}'` : source);
    else if (fallback >= 0) {
      directives.push(`${names.at(-1)!} ${directives[fallback]!.split(/\s+/).slice(1).join(' ')}`);
      add(names.at(-1)!, /'strict-dynamic'/i.test(directives[fallback]!) && names[0].startsWith('script') ? `'nonce-${bar.nonce}'` : source);
    }
  }
  return directives.join('; ');
}
