import fc from 'fast-check';

/** One request as it goes out on the wire. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const known = [
  '/',
  '/services',
  '/services/SRV-001',
  '/systems',
  '/account',
  '/auth/sign-in',
  '/auth/sign-in/staff',
  '/auth/sign-in/code',
  '/auth/capacity',
  '/auth/check',
  '/auth/enter/games',
  '/auth/passkey',
  '/auth/passkey/options',
  '/auth/step-up',
  '/auth/national/callback',
  '/auth/sign-out',
  '/oidc/auth',
  '/oidc/token',
  '/oidc/me',
  '/oidc/request',
  '/oidc/jwks',
  '/oidc/session/end',
  '/oidc/token/introspection',
  '/oidc/token/revocation',
  '/oidc/interaction/x',
  '/oidc/.well-known/openid-configuration',
  '/language/en',
  '/reading-settings',
  '/errors/HTTP_NOT_FOUND',
  '/assets/x.js',
  '/sitemap.xml',
  '/robots.txt',
  '/schemas/system.json',
  '/api/openapi.json',
  '/api/search',
  '/health/live',
  '/metrics',
];

const odd = [
  '..',
  '%2e%2e',
  '%00',
  '%ff',
  '%',
  '%zz',
  '__proto__',
  'constructor',
  'SRV-001',
  '-1',
  '0',
  '1e400',
  'null',
  '{}',
  "'",
  '"><b>',
  'a'.repeat(300),
  '٣',
  ' ',
  '%20',
  ';x=1',
  '//',
  '\\',
];
/** What may stand in a request line without ending it. */
const wire = (text: string) => text.replace(/[\s\u0000-\u001f\u007f-\uffff#]/g, (sign) => encodeURIComponent(sign.isWellFormed() ? sign : '\ufffd'));

const segment = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...odd) }, fc.webSegment(), fc.string({ maxLength: 20 }), fc.uuid(), fc.nat().map(String));
const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((text) => `?${text}`),
  fc.constantFrom(
    '?',
    '?__proto__[x]=1',
    '?constructor.prototype=1',
    '?a=1&a=2&a=3',
    '?q=%',
    '?q=%00',
    '?limit=-1',
    '?limit=1e9',
    '?page=NaN',
    '?rd=//evil.example',
    '?q[]=1',
    '?lang=xx',
  ),
  fc
    .tuple(
      fc.constantFrom('q', 'limit', 'offset', 'code', 'rd', 'state', 'client_id', 'prompt', 'max_age', 'scope', 'redirect_uri', 'cursor', 'from'),
      fc.string({ maxLength: 40 }),
    )
    .map(([name, value]) => `?${name}=${value.isWellFormed() ? encodeURIComponent(value) : '%ff'}`),
);

const headerValue = fc.oneof(
  fc.constantFrom('', '*', '*/*', 'null', '0', '-1', 'x'.repeat(1_000), 'text/html', 'application/json', 'gzip, br;q=NaN'),
  fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim()),
);
const header = fc.tuple(
  fc.constantFrom(
    'accept',
    'accept-language',
    'accept-encoding',
    'range',
    'if-none-match',
    'if-modified-since',
    'referer',
    'user-agent',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-http-method-override',
    'x-request-id',
    'forwarded',
    'sec-fetch-site',
    'sec-fetch-mode',
    'dpop',
    'traceparent',
    'te',
    'via',
    'prefer',
    'access-control-request-method',
    'access-control-request-headers',
    'x-remote-user',
    'remote_user',
    'proxy',
    'upgrade-insecure-requests',
    'authorization',
  ),
  headerValue,
);
const origin = fc.constantFrom<readonly (readonly [string, string])[]>(
  [['origin', '$portal']],
  [['origin', '$portal']],
  [],
  [['origin', 'https://evil.example']],
  [['origin', 'null']],
);

const jsonBody = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '{',
    '[]',
    'null',
    '"x"',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
    `{"a":${'9'.repeat(400)}}`,
  ),
  fc
    .dictionary(
      fc.constantFrom('code', 'rating', 'stars', 'comment', 'id', 'name', 'text', 'capacity', 'message', 'service', 'reason', 'kind'),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 })),
    )
    .map((value) => JSON.stringify(value)),
);
const formBody = fc.oneof(
  fc.webQueryParameters(),
  fc
    .dictionary(fc.constantFrom('username', 'password', 'code', 'rd', 'capacity', 'grant_type', 'client_id', 'answer', 'xsrf'), fc.string({ maxLength: 40 }))
    .map((fields) => new URLSearchParams(fields).toString()),
);
const content = fc.oneof(
  jsonBody.map((body) => ({ type: 'application/json', body })),
  formBody.map((body) => ({ type: 'application/x-www-form-urlencoded', body })),
  fc
    .tuple(
      fc.constantFrom(
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-7',
        'application/json; charset=windows-1256',
        'x',
        '',
      ),
      fc.string({ unit: 'binary' }),
    )
    .map(([type, body]) => ({ type, body })),
);

/** Requests to the routes of the OpenAPI document, to the portal's own addresses, and to addresses that nobody has. */
export function requestOf(apiPaths: readonly string[]): fc.Arbitrary<RandomRequest> {
  const api = fc
    .constantFrom(...apiPaths)
    .chain((path) => fc.array(segment, { minLength: 4, maxLength: 4 }).map((values) => path.replaceAll(/\{[^}]+\}/g, () => values.shift() ?? 'x')));
  const junk = fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
  const beside = fc.tuple(fc.constantFrom(...known, ...apiPaths), segment).map(([path, more]) => `${path}/${more}`);
  const path = fc.oneof(
    { weight: 4, arbitrary: api },
    { weight: 3, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: beside },
    { weight: 2, arbitrary: junk },
  );
  const method = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('GET', 'POST') },
    fc.constantFrom('HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'QUERY', 'get'),
  );
  return fc
    .record({ method, path, query, headers: fc.array(header, { maxLength: 4 }), origin, content })
    .map(({ method: verb, path: asked, query: search, headers, origin: from, content: sent }) => {
      const withBody = !['GET', 'HEAD', 'TRACE'].includes(verb);
      return {
        method: verb,
        path: wire(asked + search),
        headers: [...headers, ...from, ...(withBody ? ([['content-type', sent.type]] as const) : [])],
        body: withBody ? sent.body : '',
      };
    });
}
