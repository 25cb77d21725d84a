import type { IncomingMessage } from 'node:http';

/** Names of the hub's cookies. On https they carry `__Host-`: a sibling host cannot plant them. */
export interface CookieNames {
  readonly portal: string;
  readonly system: string;
  readonly attempt: string;
  /** Binds a passkey's challenge to the browser that asked for it. */
  readonly passkey: string;
  /** By whom this browser has been used before; see known-device.ts. */
  readonly device: string;
}

/** The cookie names for a public address on https or http. */
export function cookieNames(https: boolean): CookieNames {
  const prefix = https ? '__Host-' : '';
  return {
    portal: `${prefix}amanah`,
    system: `${prefix}amanah-system`,
    attempt: `${prefix}amanah-sign-in`,
    passkey: `${prefix}amanah-passkey`,
    device: `${prefix}amanah-device`,
  };
}

/** The value of a cookie of the request; a name given twice is trusted in neither. */
export function cookieOf(request: IncomingMessage, name: string): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && values[0] ? values[0] : null;
}

/** A Set-Cookie value: not readable by scripts, this host only, gone with the browser unless `maxAgeSeconds` says otherwise. */
export function setCookie(name: string, value: string, https: boolean, maxAgeSeconds?: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}${maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`}`;
}
