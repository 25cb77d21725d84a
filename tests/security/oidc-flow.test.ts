import { createTestHub, type TestHub } from '@amanah/testing';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLogoutReceiver, type LogoutReceiver } from './logout-receiver.ts';
import { answered, callback, errorOf, Party, sendForm } from './oidc-party.ts';

const bye = 'http://127.0.0.9:4999/bye';
let hub: TestHub;
let receiver: LogoutReceiver;
let party: Party;

beforeAll(async () => {
  hub = await createTestHub({ signIn: 'national' });
  receiver = await startLogoutReceiver('127.0.0.7');
  party = await Party.register(hub, 'outside', ['--post-logout-redirect-uri', bye, '--backchannel-logout-uri', receiver.url]);
});

afterAll(async () => {
  receiver?.close();
  await hub?.remove();
});

test('a client of the demo meets the user name and password form first, and gets its code without another page', async () => {
  const browser = hub.client();
  const { url, checks } = await party.begin({ nonce: 'n-1' });
  const page = await browser.open(url.href);
  const html = await page.clone().text();
  expect(page.status).toBe(200);
  expect(html).toMatch(/name="username"[\s\S]*type="password"/);
  const answer = await sendForm(browser, page, { username: 'alice', password: 'alice-password' });
  const location = new URL(answer.headers.get('location') ?? 'none:');
  expect(location.href.startsWith(`${callback}?`)).toBe(true);
  expect(location.searchParams.get('iss')).toBe(`${hub.url}/oidc`);
  const tokens = await oidc.authorizationCodeGrant(party.configuration, location, { ...checks, expectedNonce: 'n-1' });
  expect(decodeProtectedHeader(tokens.id_token ?? '').alg).toBe('ES256');
  expect(tokens.refresh_token).toBeDefined();
  const person = await oidc.fetchUserInfo(party.configuration, tokens.access_token, tokens.claims()?.sub ?? '');
  expect(person).toMatchObject({ preferred_username: 'alice', name: 'أليس عبدالله المهنا', 'name#en': 'Alice Abdullah Almuhanna' });
});

test('pages come in the language that the client asks for, unless the person chose one', async () => {
  const asked = async (locales: string, browser = hub.client()) =>
    /<html[^>]*lang="(\w+)"/.exec(await (await browser.open((await party.begin({ ui_locales: locales })).url.href)).text())?.[1];
  expect([await asked('en-GB'), await asked('fr en'), await asked('ar'), await asked('fr')]).toEqual(['en', 'en', 'ar', 'ar']);
  const chosen = hub.client();
  await chosen.open('/language/ar?rd=/pages/privacy');
  expect(await asked('en', chosen)).toBe('ar');
});

test('a wrong password leaves the person on the form, and the request goes on with the right one', async () => {
  const browser = hub.client();
  const page = await browser.open((await party.begin()).url.href);
  const refused = await sendForm(browser, page, { username: 'alice', password: 'wrong' });
  expect(refused.status).toBe(401);
  const answer = await sendForm(browser, refused, { username: 'alice', password: 'alice-password' });
  expect(answered(answer).get('code')).toBeTruthy();
});

test('a refresh token is replaced at each use; the second use of an old one ends the whole sign-in at the client', async () => {
  const first = await party.enter(await hub.signIn('alice', 'alice-password'));
  const second = await party.refresh(first.refresh_token);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await party.userinfoStatus(second.access_token)).toBe(200);
  expect(await errorOf(party.refresh(first.refresh_token))).toBe('invalid_grant');
  expect(await errorOf(party.refresh(second.refresh_token))).toBe('invalid_grant');
  expect(await party.userinfoStatus(second.access_token)).toBe(401);
});

test('of many uses of one refresh token at the same moment at most one is served', async () => {
  const { refresh_token: token } = await party.enter(await hub.signIn('alice', 'alice-password'));
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => errorOf(party.refresh(token))));
  expect(outcomes.filter((error) => error === 'none').length).toBeLessThanOrEqual(1);
  expect(outcomes.filter((error) => error === 'invalid_grant').length).toBeGreaterThanOrEqual(7);
});

test('introspection tells a live token from a revoked one, and needs the client to say who it is', async () => {
  const tokens = await party.enter(await hub.signIn('alice', 'alice-password'));
  expect(await oidc.tokenIntrospection(party.configuration, tokens.access_token)).toMatchObject({ active: true, client_id: 'outside' });
  await oidc.tokenRevocation(party.configuration, tokens.refresh_token ?? '');
  expect(await oidc.tokenIntrospection(party.configuration, tokens.access_token)).toEqual({ active: false });
  expect(await errorOf(party.refresh(tokens.refresh_token))).toBe('invalid_grant');
  const { introspection_endpoint: endpoint = '' } = party.configuration.serverMetadata();
  const anonymous = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ token: tokens.access_token }) });
  expect(anonymous.status).toBe(400);
});

test('a sign-out that the client begins asks first, ends portal and tokens, tells the client by sid, and goes back to it', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const other = await party.enter(await hub.signIn('alice', 'alice-password'));
  const tokens = await party.enter(browser);
  receiver.tokens.length = 0;
  const url = oidc.buildEndSessionUrl(party.configuration, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: bye, state: 's' });
  const page = await browser.open(url.href);
  expect(await party.userinfoStatus(tokens.access_token)).toBe(200);
  const answer = await sendForm(browser, page, { logout: 'yes' });
  expect(answer.headers.get('location')).toBe(`${bye}?state=s`);
  expect(await party.userinfoStatus(tokens.access_token)).toBe(401);
  expect((await browser.fetch('/auth/check')).status).toBe(401);

  expect(receiver.tokens).toHaveLength(1);
  const keys = createRemoteJWKSet(new URL(`${hub.url}/oidc/jwks`));
  const { payload, protectedHeader } = await jwtVerify(receiver.tokens[0] ?? '', keys, { issuer: `${hub.url}/oidc`, audience: 'outside', typ: 'logout+jwt' });
  expect(protectedHeader.alg).toBe('ES256');
  expect(payload).toMatchObject({
    sub: tokens.claims()?.sub,
    sid: tokens.claims()?.['sid'],
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  });
  expect(payload['sid']).not.toBe(other.claims()?.['sid']);
  expect(payload['nonce']).toBeUndefined();
  expect(await party.userinfoStatus(other.access_token)).toBe(200);
});

test('a post-logout address that is not registered is refused on a page of the portal', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const { id_token: hint = '' } = await party.enter(browser);
  const url = oidc.buildEndSessionUrl(party.configuration, { id_token_hint: hint, post_logout_redirect_uri: 'http://127.0.0.9:4999/elsewhere' });
  const page = await browser.open(url.href);
  expect(page.status).toBe(400);
  expect(page.headers.get('location')).toBeNull();
});

test('signing out everywhere ends every session at the client, and prompt=none then says that a sign-in is needed', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const tokens = await party.enter(browser);
  receiver.tokens.length = 0;
  await browser.fetch('/auth/sign-out-everywhere', { method: 'POST' });
  expect(await party.userinfoStatus(tokens.access_token)).toBe(401);
  expect(receiver.tokens.length).toBeGreaterThanOrEqual(1);
  expect(answered(await browser.open((await party.begin({ prompt: 'none' })).url.href)).get('error')).toBe('login_required');
});
