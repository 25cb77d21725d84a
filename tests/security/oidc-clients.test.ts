import { createTestHub, type TestHub } from '@amanah/testing';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answered, callback, errorOf, Party } from './oidc-party.ts';

const app = 'http://127.0.0.9:4998';
let hub: TestHub;

beforeAll(async () => {
  hub = await createTestHub();
});
afterAll(async () => {
  await hub?.remove();
});

const alice = () => hub.signIn('alice', 'alice-password');

test('discovery names the issuer and only what is offered', async () => {
  const about = (await (await fetch(`${hub.url}/oidc/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  expect(about).toMatchObject({
    issuer: `${hub.url}/oidc`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['ES256'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    subject_types_supported: ['public', 'pairwise'],
    pushed_authorization_request_endpoint: `${hub.url}/oidc/request`,
  });
  expect(about['grant_types_supported']).toEqual(expect.arrayContaining(['authorization_code', 'refresh_token']));
  expect(about['grant_types_supported']).not.toContain('implicit');
  const { keys } = (await (await fetch(String(about['jwks_uri']))).json()) as { keys: Record<string, unknown>[] };
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
});

test.each(['basic', 'post', 'none'] as const)('a client with --auth %s gets tokens its own way, and in no other', async (auth) => {
  const party = await Party.register(hub, `auth-${auth}`, [], auth);
  expect(party.secret === undefined).toBe(auth === 'none');
  const tokens = await party.enter(await alice());
  expect((await party.refresh(tokens.refresh_token)).access_token).toBeTruthy();
  const other = await Party.connect(hub, party.id, 'guessed-secret', auth === 'post' ? 'basic' : 'post');
  const again = await party.enter(await alice());
  expect(await errorOf(other.refresh(again.refresh_token))).toBe('invalid_client');
});

test('PKCE is required, by S256; a client with --no-pkce may do without', async () => {
  const strict = await Party.register(hub, 'strict');
  const browser = await alice();
  const plain = { client_id: 'strict', response_type: 'code', redirect_uri: callback, scope: 'openid' };
  const ask = (more: Record<string, string>) => browser.open(`/oidc/auth?${new URLSearchParams({ ...plain, ...more })}`);
  expect(answered(await ask({})).get('error')).toBe('invalid_request');
  expect(answered(await ask({ code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' })).get('error')).toBe('invalid_request');

  const old = await Party.register(hub, 'old', ['--no-pkce', '--sign-in', 'staff']);
  const answer = await ask({ client_id: 'old', state: 's' });
  const location = new URL(answer.headers.get('location') ?? 'none:');
  expect((await oidc.authorizationCodeGrant(old.configuration, location, { expectedState: 's' })).access_token).toBeTruthy();

  const { url, checks } = await strict.begin();
  const stolen = await browser.open(url.href);
  expect(await errorOf(strict.redeem(stolen, { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }))).toBe('invalid_grant');
});

test.each([
  ['another path', `${callback}/x`],
  ['another query', `${callback}?next=1`],
  ['another port', callback.replace('4999', '4998')],
  ['another host', callback.replace('127.0.0.9', '127.0.0.9.evil.example')],
  ['a user name before the host', callback.replace('127.0.0.9', '127.0.0.9@evil.example')],
  ['a dot segment', callback.replace('/callback', '/x/../callback')],
  ['other letters', callback.replace('callback', 'Callback')],
])('an address to return to with %s gets a page of the portal, never a redirect', async (_what, uri) => {
  const party = await Party.connect(hub, 'strict', 'unused');
  const answer = await (await alice()).open((await party.begin({ redirect_uri: uri })).url.href);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('location')).toBeNull();
  expect(await answer.text()).toContain('invalid_redirect_uri');
});

test('an unknown client gets a page of the portal', async () => {
  const answer = await hub.client().open(`/oidc/auth?client_id=nobody&response_type=code&redirect_uri=${callback}`);
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
});

test('a pushed request is answered like an open one, once', async () => {
  const party = await Party.register(hub, 'pushing');
  const { url, checks } = await party.begin();
  const pushed = await oidc.buildAuthorizationUrlWithPAR(party.configuration, Object.fromEntries(url.searchParams));
  expect([...pushed.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
  const browser = await alice();
  const tokens = await party.redeem(await browser.open(pushed.href), checks);
  expect(tokens.claims()?.aud).toBe('pushing');
  expect(answered(await browser.open(pushed.href)).get('error')).toBe('invalid_request_uri');
});

test('a DPoP token works only with a proof by the same key, each proof once', async () => {
  const party = await Party.register(hub, 'bound');
  const proof = oidc.getDPoPHandle(party.configuration, await oidc.randomDPoPKeyPair('ES256'));
  const tokens = await party.enter(await alice(), {}, { DPoP: proof });
  expect(tokens.token_type).toBe('dpop');
  const subject = tokens.claims()?.sub ?? '';
  expect(await oidc.fetchUserInfo(party.configuration, tokens.access_token, subject, { DPoP: proof })).toMatchObject({ sub: subject });
  expect(await party.userinfoStatus(tokens.access_token)).toBe(401);
  const other = oidc.getDPoPHandle(party.configuration, await oidc.randomDPoPKeyPair('ES256'));
  await expect(oidc.fetchUserInfo(party.configuration, tokens.access_token, subject, { DPoP: other })).rejects.toThrow();
});

test('clients with a sub of their own cannot tell that they know the same person; the others can', async () => {
  const subjects: string[] = [];
  for (const [id, type] of [
    ['pair-a', 'pairwise'],
    ['pair-b', 'pairwise'],
    ['open-a', 'public'],
    ['open-b', 'public'],
  ] as const) {
    const said = await hub.cli('client', 'add', '--id', id, '--redirect-uri', callback.replace('127.0.0.9', `${id}.example`), '--subject-type', type, '--json');
    const { client_secret: secret } = JSON.parse(said.stdout) as { client_secret: string };
    const party = await Party.connect(hub, id, secret);
    const { url, checks } = await party.begin({ redirect_uri: callback.replace('127.0.0.9', `${id}.example`) });
    const tokens = await party.redeem(await (await alice()).open(url.href), checks);
    const again = await party.refresh(tokens.refresh_token);
    expect(again.claims()?.sub).toBe(tokens.claims()?.sub);
    subjects.push(tokens.claims()?.sub ?? '');
  }
  const [pairA, pairB, openA, openB] = subjects;
  expect(new Set([pairA, pairB, openA]).size).toBe(3);
  expect(openA).toBe(openB);
});

describe('cross-origin calls', () => {
  const endpoint = (path: string) => `${hub.url}/oidc${path}`;
  const preflight = (path: string, origin: string) =>
    fetch(endpoint(path), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
  const allowed = (response: Response) => response.headers.get('access-control-allow-origin');

  test('are open to the origin a client is registered with, and to no other', async () => {
    const party = await Party.register(hub, 'spa', ['--cors-origin', app], 'none');
    await Party.register(hub, 'no-spa', [], 'none');
    for (const path of ['/token', '/me', '/token/revocation']) {
      expect(allowed(await preflight(path, app))).toBe(app);
      expect(allowed(await preflight(path, 'http://evil.example'))).toBeNull();
    }
    const { refresh_token: token } = await party.enter(await alice());
    const exchange = (origin: string, client_id: string) =>
      fetch(endpoint('/token'), {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token ?? '', client_id }),
      });
    const evil = await exchange('http://evil.example', 'spa');
    expect([evil.status, allowed(evil)]).toEqual([400, null]);
    // An origin of one client opens nothing at another.
    const other = await exchange(app, 'no-spa');
    expect([other.status, allowed(other)]).toEqual([400, null]);
    const own = await exchange(app, 'spa');
    expect([own.status, allowed(own)]).toEqual([200, app]);
  });

  test('may read discovery and keys from anywhere', async () => {
    for (const path of ['/.well-known/openid-configuration', '/jwks']) {
      expect(allowed(await fetch(endpoint(path), { headers: { origin: 'http://any.example' } }))).toMatch(/^(\*|http:\/\/any\.example)$/);
    }
  });
});

test.each([
  ['no address', ['--redirect-uri', 'notaurl']],
  ['a fragment', ['--redirect-uri', 'https://a.example/cb#x']],
  ['a wildcard', ['--redirect-uri', 'https://*.a.example/cb']],
  ['a script', ['--redirect-uri', 'javascript:alert(1)']],
  ['a path as origin', ['--redirect-uri', 'https://a.example/cb', '--cors-origin', 'https://a.example/']],
  ['a file as logout address', ['--redirect-uri', 'https://a.example/cb', '--backchannel-logout-uri', 'file:///etc/passwd']],
  ['a public client without PKCE', ['--redirect-uri', 'https://a.example/cb', '--auth', 'none', '--no-pkce']],
  ['an app with a secret', ['--redirect-uri', 'com.example.app:/cb']],
  ['two hosts under a sub of its own', ['--redirect-uri', 'https://a.example/cb', 'https://b.example/cb', '--subject-type', 'pairwise']],
])('a registration with %s is refused, saying which field', async (_what, flags) => {
  const said = await hub.cli('client', 'add', '--id', 'refused', ...flags, '--json');
  expect(said.code).toBe(1);
  const { error } = JSON.parse(said.stdout) as { error: { code: string; fields: { path: string }[] } };
  expect(error.code).toBe('IDENTITY_CLIENT_INVALID');
  expect(error.fields[0]?.path).toMatch(/^(redirectUris|corsOrigins|backchannelLogoutUri|pkce|auth)/);
  expect((await hub.cli('client', 'list', '--json')).stdout).not.toContain('"refused"');
});

test('a removed client is unknown at once, and its tokens end', async () => {
  const party = await Party.register(hub, 'leaving');
  const tokens = await party.enter(await alice());
  expect(JSON.parse((await hub.cli('client', 'remove', '--id', 'leaving', '--json')).stdout)).toEqual({ removed: 'leaving' });
  expect(await party.userinfoStatus(tokens.access_token)).toBe(401);
  expect(await errorOf(party.refresh(tokens.refresh_token))).toBe('invalid_client');
});
