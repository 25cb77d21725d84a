import { createHash, randomBytes } from 'node:crypto';
import { createTestHub, startTestDatabase, startTestRedis, type CookieJar, type TestDatabase, type TestHub, type TestRedis } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const callback = 'http://localhost:4999/callback';
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
let database: TestDatabase;
let redis: TestRedis;
let first: TestHub;
let second: TestHub;
let secret: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([startTestDatabase(), startTestRedis()]);
  first = await createTestHub({ env: { DATABASE_URL: database.url, REDIS_URL: redis.url } });
  second = await createTestHub({ dataDir: first.dataDir, env: { DATABASE_URL: database.url, REDIS_URL: redis.url, PUBLIC_URL: first.url } });
  const added = await first.cli('client', 'add', '--id', 'parks', '--redirect-uri', callback, '--json');
  secret = (JSON.parse(added.stdout) as { client_secret: string }).client_secret;
}, 180_000);

afterAll(async () => {
  await second.stop();
  await first.remove();
  await redis.stop();
  await database.drop();
});

async function code(browser: CookieJar): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'parks',
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid profile offline_access',
    prompt: 'consent',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const answer = await browser.open(`/oidc/auth?${query}`);
  return new URL(answer.headers.get('location') ?? 'none:').searchParams.get('code') ?? '';
}

async function token(hub: TestHub, fields: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(`${hub.url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`parks:${secret}`)}` },
    body: new URLSearchParams(fields),
  });
  return (await response.json()) as Record<string, string>;
}

const redeem = async (hub: TestHub, browser: CookieJar) =>
  token(hub, { grant_type: 'authorization_code', code: await code(browser), redirect_uri: callback, code_verifier: verifier });
const me = async (hub: TestHub, access: string) => (await fetch(`${hub.url}/oidc/me`, { headers: { authorization: `Bearer ${access}` } })).status;

test('a code given by one replica is redeemed at the other, and nothing of it stands in the database', async () => {
  const { access_token: access } = await redeem(second, await first.signIn('alice', 'alice-password'));
  expect(await me(first, access ?? '')).toBe(200);
  expect(await database.query('SELECT 1 FROM hub.oidc_state')).toEqual([]);
});

test('a code works once, and its second use ends what came of the first', async () => {
  const browser = await first.signIn('alice', 'alice-password');
  const fields = { grant_type: 'authorization_code', code: await code(browser), redirect_uri: callback, code_verifier: verifier };
  const { access_token: access } = await token(first, fields);
  expect(await token(second, fields)).toMatchObject({ error: 'invalid_grant' });
  expect(await me(first, access ?? '')).toBe(401);
});

test('a refresh token used twice ends everything that came of that sign-in', async () => {
  const { refresh_token: old = '' } = await redeem(first, await first.signIn('alice', 'alice-password'));
  const { refresh_token: next = '' } = await token(second, { grant_type: 'refresh_token', refresh_token: old });
  expect(next).not.toBe('');
  expect(await token(first, { grant_type: 'refresh_token', refresh_token: old })).toMatchObject({ error: 'invalid_grant' });
  expect(await token(first, { grant_type: 'refresh_token', refresh_token: next })).toMatchObject({ error: 'invalid_grant' });
});

test('signing out everywhere at one replica ends tokens and the open page at the other', async () => {
  const browser = await first.signIn('alice', 'alice-password');
  const { access_token: access = '' } = await redeem(first, browser);
  const stream = await fetch(`${second.url}/api/stream`, { headers: { cookie: browser.cookie } });
  await browser.fetch('/auth/sign-out-everywhere', { method: 'POST' });
  expect(await stream.text()).toContain('session.revoked');
  expect(await me(second, access)).toBe(401);
});

test('while Redis is gone people still sign in to the portal; systems are entered again when it is back', async () => {
  await redis.stop();
  const browser = await first.signIn('alice', 'alice-password');
  expect((await browser.fetch('/account/sessions')).status).toBe(200);
  redis = await startTestRedis(Number(new URL(redis.url).port));
  await expect.poll(async () => (await redeem(first, browser)).access_token, { timeout: 30_000 }).toBeDefined();
});
