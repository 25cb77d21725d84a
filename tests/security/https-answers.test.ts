import { createHash } from 'node:crypto';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHttpsLab, type HttpsLab } from './https-lab.ts';

let lab: HttpsLab;
let alice: CookieJar;
beforeAll(async () => {
  lab = await startHttpsLab();
  alice = await lab.signIn();
}, 240_000);
afterAll(() => lab?.stop());

const pages = [
  '/',
  '/services',
  '/services/SRV-001',
  '/systems',
  '/account',
  '/reading-settings',
  '/auth/sign-in',
  '/auth/sign-in/staff',
  '/auth/sign-out',
  '/auth/capacity',
  '/errors/HTTP_NOT_FOUND',
  '/no-such-page',
  '/oidc/auth?client_id=nobody',
];

/** No link, form or address in meta tags leads to the foreign host. */
function linksStay(html: string): void {
  for (const [, address = ''] of html.matchAll(/\s(?:href|action|content)="([^"]*)"/g)) {
    if (/^(?:https?:|\/)/.test(address)) expect(new URL(address.replaceAll('&amp;', '&'), lab.portal).hostname, address).not.toContain('evil');
  }
}

function directives(policy: string | null): ReadonlyMap<string, readonly string[]> {
  const parts = (policy ?? '').split(';').map((part) => part.trim().split(/\s+/));
  return new Map(parts.map(([name = '', ...values]) => [name, values]));
}

describe.each(pages)('the page %s', (path) => {
  test('has a policy with a nonce of its own and nothing inline besides, and every header against framing, sniffing and downgrade', async () => {
    const [first, second] = [await alice.open(path, { headers: { accept: 'text/html' } }), await alice.open(path, { headers: { accept: 'text/html' } })];
    expect(first.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = first.headers.get('content-security-policy') ?? '';
    const rules = directives(policy);
    expect(policy).not.toMatch(/unsafe-(?:inline|eval|hashes)|strict-dynamic|\*/);
    expect(rules.get('default-src'), `${first.url} ${first.status} ${policy}`).toEqual(["'none'"]);
    expect(rules.get('frame-ancestors')).toEqual(["'none'"]);
    expect(rules.get('base-uri')).toEqual(["'none'"]);
    expect(rules.get('object-src')).toEqual(["'none'"]);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(nonce.length).toBeGreaterThanOrEqual(20);
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
    const html = await first.text();
    for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/gi))
      if (!/\bsrc=|type="application\/(?:ld\+)?json"/.test(tag)) expect(tag).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/<[a-z][^>]*\s(?:on[a-z]+|style)\s*=\s*["']/i);
    expect(html).not.toMatch(/href=["']?javascript:/i);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'strict-transport-security': expect.stringMatching(/max-age=31536000; includeSubDomains/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': expect.stringMatching(/same-origin|no-referrer/),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});

test('a form of the OpenID provider that sends itself runs its one script by its hash, and nothing else', async () => {
  const answer = await alice.fetch('/oidc/session/end', { headers: { accept: 'text/html' } });
  const script = /<script>([\s\S]*?)<\/script>/.exec(await answer.text())?.[1] ?? 'none';
  const rules = directives(answer.headers.get('content-security-policy'));
  expect(rules.get('script-src')).toEqual([`'sha256-${createHash('sha256').update(script).digest('base64')}'`]);
  expect([rules.get('default-src'), rules.get('frame-ancestors')]).toEqual([["'none'"], ["'none'"]]);
});

describe('a change', () => {
  /** Form routes of the portal itself; those of plugins come from the OpenAPI document. */
  const forms = [
    '/auth/sign-in/staff',
    '/auth/sign-in/national',
    '/auth/sign-in/code',
    '/auth/sign-in/code/send',
    '/auth/passkey',
    '/auth/passkey/options',
    '/auth/step-up/code',
    '/auth/step-up/code/send',
    '/auth/step-up/password',
    '/auth/step-up/national',
    '/auth/capacity',
    '/auth/sign-out',
    '/auth/sign-out-everywhere',
    '/systems/games/credentials',
  ];

  test.each([
    ['a sibling host', () => lab.games],
    ['a foreign host', () => 'https://evil.example'],
    ['the portal on http', () => lab.portal.replace('https:', 'http:')],
    ['the portal on another port', () => 'https://portal.amanah.test'],
    ['a host that begins like the portal', () => `${lab.portal}.evil.example`],
    ['no page (null)', () => 'null'],
    ['nowhere (no Origin)', () => ''],
  ])('that %s asks for in the name of who is signed in is refused on every route', async (_who, originOf) => {
    const document = (await (await alice.fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map((method) => ({ path: path.replaceAll(/\{[^}]+\}/g, 'x'), method: method.toUpperCase() })),
    );
    expect(routes.length).toBeGreaterThan(3);
    for (const { path, method } of [...routes, ...forms.map((form) => ({ path: form, method: 'POST' }))]) {
      const address = path.startsWith('/api') || forms.includes(path) ? path : `/api${path}`;
      const headers = { origin: originOf(), accept: 'application/json' };
      const answer = await alice.fetch(address, { method, headers, body: method === 'DELETE' ? null : 'a=1' });
      expect({ method, address, status: answer.status, ...((await answer.json()) as object) }).toMatchObject({ status: 403, code: 'HTTP_ORIGIN_REFUSED' });
    }
    expect((await alice.fetch('/auth/check')).status).toBe(204);
  });
});

describe('an address to come back to', () => {
  const bad = [
    'https://evil.example/',
    '//evil.example/',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%5cevil.example',
    'https://portal.amanah.test@evil.example/',
    'https://portal.amanah.test.evil.example/',
    'https://evil.example#portal.amanah.test',
    '/.//evil.example',
    '/..//evil.example',
    ' https://evil.example',
    'ht\ntps://evil.example',
  ];
  const stays = (location: string | null, from: string) => {
    const target = new URL(location ?? '', from);
    expect(target.hostname === 'portal.amanah.test' || target.hostname.endsWith('.amanah.test'), `${from} → ${location}`).toBe(true);
    expect(target.protocol).toBe('https:');
    expect(location).not.toMatch(/^[/\\]{2}/);
  };

  test.each(bad)('%j never leads away', async (rd) => {
    const query = encodeURIComponent(rd);
    for (const path of ['/language/en', '/demo-notice/close', '/auth/enter/games']) {
      const answer = await alice.fetch(`${path}?rd=${query}`);
      expect(answer.status, path).toBeLessThan(500);
      if (answer.status === 303) stays(answer.headers.get('location'), `${lab.portal}${path}`);
    }
    const visitor = lab.visitor();
    const settings = await visitor.fetch('/reading-settings', { method: 'POST', body: new URLSearchParams({ theme: 'dark', rd }) });
    expect(settings.status).toBe(303);
    stays(settings.headers.get('location'), lab.portal);
    const posted = await visitor.fetch('/auth/sign-in/staff', {
      method: 'POST',
      body: new URLSearchParams({ username: 'alice', password: 'alice-password', rd }),
    });
    expect(posted.status).toBe(303);
    stays(posted.headers.get('location'), lab.portal);
    const chosen = await visitor.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity: 'self', rd }) });
    if (chosen.status === 303) stays(chosen.headers.get('location'), lab.portal);
    const page = await (await visitor.fetch(`/auth/sign-in?rd=${query}`)).text();
    linksStay(page);
    for (const name of ['post_logout_redirect_uri', 'redirect_uri']) {
      const answer = await visitor.fetch(`/oidc/session/end?${name}=${query}&client_id=nobody`);
      if (answer.headers.has('location')) stays(answer.headers.get('location'), lab.portal);
    }
  });

  test('a good one is followed', async () => {
    const answer = await alice.fetch('/language/en?rd=%2Fservices%3Fq%3Dx');
    expect(answer.headers.get('location')).toBe('/services?q=x');
  });
});

describe('a foreign Host', () => {
  test.each(['//evil.example/services', '///', 'http://evil.example/services', 'https://evil.example/'])(
    'in the request line %s is no address of ours',
    async (path) => {
      const answer = await ask(path, { accept: 'text/html', host: new URL(lab.portal).host });
      expect(answer.status).toBe(404);
      linksStay(answer.text);
    },
  );

  /** Straight to the hub, past nginx. */
  const ask = (path: string, headers: Readonly<Record<string, string>>) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
      send({ port: lab.hub.port, path, headers }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      })
        .on('error', reject)
        .end();
    });

  test.each([
    '/',
    '/services/SRV-001',
    '/sitemap.xml',
    '/robots.txt',
    '/auth/sign-in',
    '/oidc/.well-known/openid-configuration',
    '/api/openapi.json',
    '/account',
    '/.well-known/security.txt',
  ])('changes nothing in %s', async (path) => {
    const named: readonly Readonly<Record<string, string>>[] = [
      { host: 'evil.example' },
      { host: new URL(lab.portal).host, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example;proto=http' },
      { host: new URL(lab.portal).host, 'x-original-url': '/evil.example', 'x-rewrite-url': '/evil.example', 'x-host': 'evil.example' },
    ];
    for (const headers of named) {
      const answer = await ask(path, { ...headers, accept: 'text/html' });
      expect(answer.status).toBeLessThan(500);
      expect(JSON.stringify(answer.headers) + answer.text).not.toContain('evil.example');
    }
  });
});
