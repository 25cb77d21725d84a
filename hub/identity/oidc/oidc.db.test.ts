import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const callback = 'http://localhost:4999/callback';
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const logoutTokens: string[] = [];
let hub: TestHub;
let receiver: Server;
let secret: string;

beforeAll(async () => {
  hub = await createTestHub();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      logoutTokens.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const logout = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/logout`;
  const added = await hub.cli('client', 'add', '--id', 'parks', '--redirect-uri', callback, '--backchannel-logout-uri', logout, '--json');
  secret = (JSON.parse(added.stdout) as { client_secret: string }).client_secret;
}, 120_000);

afterAll(async () => {
  receiver.close();
  await hub.remove();
});

const authorize = (more: Record<string, string> = {}) =>
  `/oidc/auth?${new URLSearchParams({ client_id: 'parks', response_type: 'code', redirect_uri: callback, scope: 'openid profile offline_access', prompt: 'consent', code_challenge: challenge, code_challenge_method: 'S256', ...more })}`;

async function answerOf(browser: CookieJar, path: string): Promise<URLSearchParams> {
  const response = await browser.open(path);
  return new URL(response.headers.get('location') ?? 'none:').searchParams;
}

async function token(fields: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(`${hub.url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`parks:${secret}`)}` },
    body: new URLSearchParams(fields),
  });
  return (await response.json()) as Record<string, string>;
}

async function tokens(browser: CookieJar): Promise<Record<string, string>> {
  const code = (await answerOf(browser, authorize())).get('code') ?? '';
  return token({ grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier });
}

test('a person signed in to the portal enters a client without a second sign-in', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const { access_token: access } = await tokens(browser);
  const person = await (await fetch(`${hub.url}/oidc/me`, { headers: { authorization: `Bearer ${access}` } })).json();
  expect(person).toMatchObject({ preferred_username: 'alice', 'name#en': 'Alice Abdullah Almuhanna', capacity: { kind: 'self' } });
  expect(person).not.toHaveProperty('national_id');
});

test('a request without PKCE and one to an address that is not registered are refused', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  expect((await answerOf(browser, authorize({ code_challenge: '', code_challenge_method: '' }))).get('error')).toBe('invalid_request');
  const foreign = await browser.open(authorize({ redirect_uri: 'http://localhost:4999/callback/x' }));
  expect(foreign.status).toBe(400);
});

test('a refresh token used twice ends everything that came of that sign-in', async () => {
  const first = await tokens(await hub.signIn('alice', 'alice-password'));
  const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' });
  expect(second.refresh_token).toBeDefined();
  expect(await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' })).toMatchObject({ error: 'invalid_grant' });
  expect(await token({ grant_type: 'refresh_token', refresh_token: second.refresh_token ?? '' })).toMatchObject({ error: 'invalid_grant' });
});

test('signing out everywhere ends tokens, tells the client, and lets nobody back in silently', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const { access_token: access } = await tokens(browser);
  logoutTokens.length = 0;
  await browser.fetch('/auth/sign-out-everywhere', { method: 'POST' });
  expect((await fetch(`${hub.url}/oidc/me`, { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
  const claims = JSON.parse(Buffer.from(logoutTokens[0]?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  expect(claims).toMatchObject({ aud: 'parks', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } });
  expect((await answerOf(browser, authorize({ prompt: 'none' }))).get('code')).toBeNull();
});
