import { AmanahError } from '@amanah/errors';
import type { PluginManifest } from '@amanah/plugin-api';
import { pathPattern } from './path-pattern.ts';

/** Addresses that the hub answers itself, each with everything under it; a test holds them against the routes of its rooms. */
export const hubAddresses: readonly string[] = [
  '/api',
  '/assets',
  '/auth',
  '/demo-notice',
  '/errors',
  '/favicon.ico',
  '/health',
  '/language',
  '/metrics',
  '/micro-frontends',
  '/oidc',
  '/reading-settings',
  '/robots.txt',
  '/schemas',
  '/search',
  '/sitemap.xml',
  '/systems',
  '/.well-known/oauth-protected-resource',
  '/.well-known/openid-configuration',
  '/.well-known/security.txt',
];

/** Whether a path is this address or lies under it. */
export function isAtOrUnder(path: string, address: string): boolean {
  return path === address || path.startsWith(`${address}/`);
}

/** What a plugin wants for its own outside `/api/<id>` is nobody else's: not the hub's, not another plugin's, no page. @throws HOST_ADDRESS_TAKEN */
export function assertAddressesFree(manifest: PluginManifest, others: readonly PluginManifest[]): void {
  for (const address of manifest.addresses ?? []) {
    const own = hubAddresses.find((one) => overlap(one, address));
    if (own) throw taken(address, `of the hub (${own})`);
    for (const other of others) {
      const theirs = other.addresses?.find((one) => overlap(one, address)) ?? pagesOf(other).find((at) => isPageAt(at, address));
      if (theirs) throw taken(address, `of "${other.id}" (${theirs})`);
    }
    const page = pagesOf(manifest).find((at) => isAtOrUnder(at, address));
    if (page) throw taken(address, `over its own page ${page}`);
  }
  for (const other of others) {
    const hidden = pagesOf(manifest).find((at) => other.addresses?.some((address) => isPageAt(at, address)));
    if (hidden) throw taken(hidden, `of "${other.id}"`);
  }
}

function pagesOf({ ui }: PluginManifest): readonly string[] {
  return ui?.pages.map(({ at }) => at) ?? [];
}

/** A page that lies under the address, or whose pattern the address fits. */
function isPageAt(at: string, address: string): boolean {
  return isAtOrUnder(at, address) || (at !== '/*' && pathPattern(at).match(address) !== null);
}

function overlap(one: string, other: string): boolean {
  return isAtOrUnder(one, other) || isAtOrUnder(other, one);
}

function taken(address: string, whose: string): AmanahError {
  return new AmanahError('HOST_ADDRESS_TAKEN', { detail: `"${address}" lies at an address ${whose}` });
}
