import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers by which old software is told who is signed in, as proxies and sign-in modules in the field name them; a client's own are never
 * passed, whatever the system's bridge. Compared with `_` as `-`: CGI software sees `X_Remote_User` and `X-Remote-User` as the same.
 */
const identityHeader =
  /^(?:x-)?(?:remote|authenticated|auth-request|webauth|ssl-client|client-cert|client-verify|sso|iv|sm|oidc|mellon|shib|saml|amanah)(?:-|$)|^(?:x-)?(?:auth-user|user|username|user-id|forwarded-(?:user|email|groups|preferred-username|access-token|client-cert))$/;
/** What a proxy in front says about the way here: ours is the only one that counts. */
const forwardingHeader =
  /^(?:forwarded|via|proxy|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-cluster-client-ip|x-original-(?:url|host|uri)|x-rewrite-url|x-host|x-http-method-override|x-request-id)$/;
/** Without these a body would be read as the next request: no client may have them removed. */
const framing = new Set(['host', 'content-length', 'transfer-encoding']);
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade', 'http2-settings']);
/** What the gateway can decode when it changes a page; a system must not answer in another coding. */
const decodable = /^(?:gzip|br|zstd|identity)$/;

/** Names that clients sent lately, with what they mean: most requests name the same headers. */
const judged = new Map<string, { readonly plain: string; readonly stopped: boolean }>();
const maxJudged = 2_000;
const namesOnce = new WeakMap<readonly string[], ReadonlySet<string>>();

/** One spelling for names that old software cannot tell apart. */
export function sameHeader(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

export interface UpstreamRequest {
  readonly headers: IncomingHttpHeaders;
  /** Names of cookies that the system does not get from the browser: the hub's own, and those that the hub keeps for the person. */
  readonly withheldCookies: (name: string) => boolean;
  /** Names of headers that the system's bridge sets, whether or not it sets them now. */
  readonly bridgeNames: readonly string[];
  /** Headers that the system's bridge sets. */
  readonly identity: Readonly<Record<string, string>>;
  readonly publicOrigin: string;
  /** The system's own origin, when it does not know its public one. */
  readonly innerOrigin: string | null;
  readonly address: string;
  readonly requestId: string;
  /** Pages may be changed on the way back. */
  readonly rewrites: boolean;
  readonly webSocket: boolean;
}

/** The headers a system gets: forged identity and forwarding headers gone before ours are set, no hub cookie, hop-by-hop tricks refused. */
export function upstreamHeaders(request: UpstreamRequest): IncomingHttpHeaders {
  const refused = refusedNames(request);
  const headers: IncomingHttpHeaders = {};
  for (const name of Object.keys(request.headers)) {
    const value = request.headers[name];
    const { plain, stopped } = judge(name);
    if (value !== undefined && !stopped && !refused.has(plain)) headers[name] = value;
  }
  const cookie = keptCookies(request.headers.cookie ?? '', request.withheldCookies);
  if (cookie) headers.cookie = cookie;
  else delete headers.cookie;
  if (request.headers.te && /\btrailers\b/i.test(String(request.headers.te))) headers.te = 'trailers';
  if (request.webSocket) Object.assign(headers, { connection: 'Upgrade', upgrade: 'websocket' });
  if (request.rewrites) headers['accept-encoding'] = decodableOf(String(request.headers['accept-encoding'] ?? ''));
  const { innerOrigin, publicOrigin } = request;
  if (innerOrigin !== null)
    for (const name of ['origin', 'referer', 'destination'])
      if (typeof headers[name] === 'string') headers[name] = innerAddress(headers[name], publicOrigin, innerOrigin);
  const mark = publicOrigin.indexOf('://');
  headers['x-forwarded-for'] = request.address;
  headers['x-forwarded-host'] = publicOrigin.slice(mark + 3);
  headers['x-forwarded-proto'] = publicOrigin.slice(0, mark);
  headers['x-request-id'] = request.requestId;
  for (const name of Object.keys(request.identity)) headers[name.toLowerCase()] = request.identity[name];
  return headers;
}

function refusedNames({ bridgeNames, headers: { connection } }: UpstreamRequest): ReadonlySet<string> {
  let names = namesOnce.get(bridgeNames);
  if (!names) namesOnce.set(bridgeNames, (names = new Set(bridgeNames.map(sameHeader))));
  // `Connection: X-Remote-User` would make a later hop drop the header that we set: what it names goes, and so does it.
  const named = connection?.split(',').map((token) => sameHeader(token.trim())) ?? [];
  return named.length === 0 ? names : new Set([...names, ...named.filter((name) => !framing.has(name))]);
}

function judge(name: string): { readonly plain: string; readonly stopped: boolean } {
  const known = judged.get(name);
  if (known) return known;
  const plain = sameHeader(name);
  const verdict = { plain, stopped: hopByHop.has(plain) || identityHeader.test(plain) || forwardingHeader.test(plain) };
  // Clients choose the names: what they invent must not fill the memory.
  if (judged.size < maxJudged) judged.set(name, verdict);
  return verdict;
}

function keptCookies(header: string, withheld: (name: string) => boolean): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair && !withheld(pair.split('=')[0]?.trim() ?? ''))
    .join('; ');
}

function decodableOf(accepted: string): string {
  const kept = accepted
    .split(',')
    .map((part) => part.trim())
    .filter((part) => decodable.test(part.split(';')[0]?.trim().toLowerCase() ?? ''));
  return kept.join(', ') || 'identity';
}

/** The system checks its own address (forgery protection) and knows no other. */
function innerAddress(value: string, outer: string, inner: string): string {
  return value === outer || value.startsWith(`${outer}/`) ? inner + value.slice(outer.length) : value;
}
