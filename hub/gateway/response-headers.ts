import type { IncomingHttpHeaders } from 'node:http';
import type { AddressMap } from './address-map.ts';

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'upgrade']);
const addressHeaders = new Set(['location', 'content-location', 'refresh', 'link']);

export interface ResponseMapping {
  readonly addresses: AddressMap;
  readonly hubCookies: readonly string[];
  readonly https: boolean;
  /** The body will be changed: lengths and validators of the original no longer hold. */
  readonly rewritten: boolean;
  /** The portal bar goes into the page: its script and style are added to the system's policy by exact address. */
  readonly barSources: { readonly script: string; readonly style: string } | null;
}

/** The headers a browser gets from a system: inner addresses and cookie domains mapped, hop-by-hop headers gone. */
export function browserHeaders(headers: IncomingHttpHeaders, mapping: ResponseMapping): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name)) continue;
    if (name === 'set-cookie') {
      const cookies = (value as string[]).flatMap((cookie) => mapCookie(cookie, mapping) ?? []);
      if (cookies.length > 0) result[name] = cookies;
    } else if (addressHeaders.has(name) && typeof value === 'string')
      result[name] = name === 'location' || name === 'content-location' ? mapping.addresses.address(value) : mapping.addresses.text(value);
    else if (name === 'content-security-policy' && mapping.barSources) result[name] = [value].flat().map((policy) => withBar(policy, mapping.barSources!));
    else if (mapping.rewritten && (name === 'content-length' || name === 'content-encoding' || name === 'accept-ranges' || name === 'content-md5')) continue;
    else if (mapping.rewritten && name === 'etag' && typeof value === 'string') result[name] = value.startsWith('W/') ? value : `W/${value}`;
    else result[name] = value;
  }
  return result;
}

/** A system's cookie on its public host: `Domain` gone, `Secure` kept only on https; names of the hub's own cookies are refused. */
export function mapCookie(cookie: string, { hubCookies, https }: Pick<ResponseMapping, 'hubCookies' | 'https'>): string | null {
  const [pair = '', ...attributes] = cookie.split(';');
  const name = pair.split('=')[0]?.trim() ?? '';
  if (hubCookies.includes(name)) return null;
  const kept = attributes
    .map((attribute) => attribute.trim())
    .filter((attribute) => !/^domain\s*=/i.test(attribute) && (https || !/^secure$/i.test(attribute)) && (https || !/^samesite\s*=\s*none$/i.test(attribute)));
  return [pair.trim(), ...kept].join('; ');
}

function withBar(policy: string, bar: { readonly script: string; readonly style: string }): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter(Boolean);
  const has = (name: string) => directives.findIndex((directive) => directive.toLowerCase().split(/\s+/)[0] === name);
  const fallback = has('default-src');
  for (const [name, source] of [
    ['script-src', bar.script],
    ['style-src', bar.style],
    ['connect-src', new URL('/.amanah/bar.json', bar.script).href],
  ] as const) {
    const at = has(name);
    if (at >= 0) directives[at] = `${directives[at]!.replace(/\s'none'/i, '')} ${source}`;
    else if (fallback >= 0)
      directives.push(
        `${name} ${directives[fallback]!.split(/\s+/)
          .slice(1)
          .filter((value) => value !== "'none'")
          .join(' ')} ${source}`.replace(/\s+/g, ' '),
      );
  }
  return directives.join('; ');
}
