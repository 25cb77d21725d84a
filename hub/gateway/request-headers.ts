import type { IncomingHttpHeaders } from 'node:http';

/** Headers by which old software is told who is signed in; a client's own are never passed, whatever the system's bridge. */
const identityNames = [
  'remote-user',
  'x-remote-user',
  'x-forwarded-user',
  'x-auth-request-user',
  'x-amanah-identity',
  'x-auth-user',
  'x-user',
  'authenticated-user',
  'ssl-client-s-dn',
];
const forwardingNames = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-real-ip',
  'x-original-url',
  'x-rewrite-url',
  'x-original-host',
  'proxy',
];

/** CGI software sees `X_Remote_User` and `X-Remote-User` as the same: names are compared so. */
export function sameHeader(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

export interface UpstreamRequest {
  readonly headers: IncomingHttpHeaders;
  /** Names of the hub's own cookies, which no system sees. */
  readonly hubCookies: readonly string[];
  /** Headers that the system's bridge sets. */
  readonly identity: Readonly<Record<string, string>>;
  readonly publicHost: string;
  readonly publicProtocol: 'http' | 'https';
  readonly address: string;
  readonly requestId: string;
}

/** The headers a system gets: forged identity and forwarding headers gone before ours are set, no hub cookie, hop-by-hop tricks refused. */
export function upstreamHeaders(request: UpstreamRequest): IncomingHttpHeaders {
  const refused = new Set([...identityNames, ...forwardingNames, ...Object.keys(request.identity).map(sameHeader), 'x-request-id']);
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) if (!refused.has(sameHeader(name)) && value !== undefined) headers[name] = value;
  const cookie = withoutCookies(request.headers.cookie ?? '', request.hubCookies);
  if (cookie) headers.cookie = cookie;
  else delete headers.cookie;
  // `Connection: X-Remote-User` would make a later hop drop the header that we set.
  if (typeof headers.connection === 'string') {
    const kept = headers.connection
      .split(',')
      .map((token) => token.trim().toLowerCase())
      .filter((token) => ['close', 'keep-alive', 'upgrade'].includes(token));
    if (kept.length > 0) headers.connection = kept.join(', ');
    else delete headers.connection;
  }
  return {
    ...headers,
    'x-forwarded-for': request.address,
    'x-forwarded-host': request.publicHost,
    'x-forwarded-proto': request.publicProtocol,
    'x-request-id': request.requestId,
    ...Object.fromEntries(Object.entries(request.identity).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

function withoutCookies(header: string, names: readonly string[]): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair && !names.includes(pair.split('=')[0]?.trim() ?? ''))
    .join('; ');
}
