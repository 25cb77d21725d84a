import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send } from './sign-in-forms.ts';

const [aliceNumber, bandarNumber] = ['1048172637', '1000000008'];
let hub: TestHub;
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  await hub.addPerson('bandar', 'bandar-password', { name: { ar: 'بندر', en: 'Bandar' } });
  await database.query(`UPDATE hub.person SET national_id = $1 WHERE username = 'bandar'`, [bandarNumber]);
});

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

interface Listed {
  id: string;
  state: string;
  delegate: string | null;
  principal: string;
}

const call = async (jar: CookieJar, method: string, path: string, body?: object) => {
  const response = await jar.fetch(`/api/account${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, unknown> & { code?: string; id?: string } };
};
const listed = async (jar: CookieJar) => (await call(jar, 'GET', '/delegations')).body as unknown as { given: Listed[]; received: Listed[] };
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const give = (jar: CookieJar, more: object = {}) =>
  call(jar, 'POST', '/delegations', { nationalId: bandarNumber, services: ['SRV-001'], until: nextMonth, ...more });
const chooses = (jar: CookieJar, id: string) => send(jar, '/auth/capacity', { capacity: `delegate:${id}`, rd: '/account' });
const capacityOf = async (jar: CookieJar) => (await call(jar, 'GET', '/profile')).body['capacityId'];

describe('a delegation', () => {
  test('counts once accepted, shows whose name is used, and ends at once when withdrawn', async () => {
    const [alice, bandar] = [await hub.signIn('alice', 'alice-password'), await hub.signIn('bandar', 'bandar-password')];
    const { body } = await give(alice);
    const id = body.id ?? '';
    expect((await listed(alice)).given[0]).toMatchObject({ state: 'offered', delegate: null });
    expect((await chooses(bandar, id)).status).toBe(422);
    expect((await call(bandar, 'POST', `/delegations/${id}/accept`, {})).status).toBe(200);
    expect((await listed(alice)).given[0]).toMatchObject({ state: 'active', delegate: 'بندر' });
    const page = await (await bandar.fetch('/auth/capacity')).text();
    expect(page).toContain('مفوَّض عن أليس عبدالله المهنا');
    expect((await chooses(bandar, id)).status).toBe(303);
    expect(await capacityOf(bandar)).toBe(`delegate:${id}`);
    expect(await (await bandar.fetch('/account')).text()).toContain('<small>مفوَّض عن أليس عبدالله المهنا</small>');

    expect((await call(alice, 'DELETE', `/delegations/${id}`)).status).toBe(200);
    await expect.poll(() => capacityOf(bandar), { timeout: 15_000 }).toBe('self');
    expect((await chooses(bandar, id)).status).toBe(422);
    const acts = await database.query<{ action: string; capacity: string }>(
      `SELECT action, body::jsonb->'actor'->>'capacity' AS capacity FROM hub.audit_record WHERE action LIKE 'delegation.%' OR action = 'capacity.chosen' ORDER BY number`,
    );
    expect(acts).toContainEqual({ action: 'capacity.chosen', capacity: `delegate:${id}` });
    expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(['delegation.given', 'delegation.accepted', 'delegation.ended']));
  });

  test('ends by itself at its term, in the middle of a session', async () => {
    const [alice, bandar] = [await hub.signIn('alice', 'alice-password'), await hub.signIn('bandar', 'bandar-password')];
    const id = (await give(alice)).body.id ?? '';
    await call(bandar, 'POST', `/delegations/${id}/accept`, {});
    await database.query(`UPDATE hub.delegation SET expires_at = now() + interval '3 seconds' WHERE id = $1`, [id]);
    expect((await chooses(bandar, id)).status).toBe(303);
    expect(await capacityOf(bandar)).toBe(`delegate:${id}`);
    await expect.poll(() => capacityOf(bandar), { timeout: 20_000 }).toBe('self');
    expect((await listed(bandar)).received.find((one) => one.id === id)).toMatchObject({ state: 'expired' });
  });

  test('stands in the token as who acts, and for whom', async () => {
    const [alice, bandar] = [await hub.signIn('alice', 'alice-password'), await hub.signIn('bandar', 'bandar-password')];
    const id = (await give(alice)).body.id ?? '';
    await call(bandar, 'POST', `/delegations/${id}/accept`, {});
    await chooses(bandar, id);
    const claims = await idTokenClaims(bandar);
    expect(claims['capacity']).toMatchObject({ kind: 'delegate', delegationId: id, services: ['SRV-001'] });
    expect(claims['act']).toMatchObject({ for: { name: { ar: 'أليس عبدالله المهنا' } } });
  });

  test('is given back by the delegate, and is nobody else’s to end or accept', async () => {
    const [alice, bandar] = [await hub.signIn('alice', 'alice-password'), await hub.signIn('bandar', 'bandar-password')];
    await hub.addPerson('stranger', 'stranger-password', { name: { ar: 'غريب', en: 'Stranger' } });
    const stranger = await hub.signIn('stranger', 'stranger-password');
    const id = (await give(alice)).body.id ?? '';
    for (const [method, path] of [
      ['POST', `/delegations/${id}/accept`],
      ['DELETE', `/delegations/${id}`],
    ] as const)
      expect((await call(stranger, method, path, method === 'POST' ? {} : undefined)).body.code).toBe('IDENTITY_DELEGATION_UNKNOWN');
    expect((await call(alice, 'POST', `/delegations/${id}/accept`, {})).status).toBe(404);
    expect((await call(bandar, 'DELETE', `/delegations/${id}`)).status).toBe(200);
    expect((await call(bandar, 'POST', `/delegations/${id}/accept`, {})).status).toBe(404);
  });

  test.each([
    ['oneself', { nationalId: aliceNumber }, 'IDENTITY_DELEGATION_SELF'],
    ['a number with a typing slip', { nationalId: '1000000000' }, 'HTTP_INVALID_INPUT'],
    ['no service', { services: [] }, 'HTTP_INVALID_INPUT'],
    ['an unknown service', { services: ['SRV-999'] }, 'HTTP_INVALID_INPUT'],
    ['a day that is over', { until: '2020-01-01' }, 'HTTP_INVALID_INPUT'],
    ['more than a year', { until: '2099-01-01' }, 'HTTP_INVALID_INPUT'],
    ['a day that does not exist', { until: '2027-02-30' }, 'HTTP_INVALID_INPUT'],
  ])('to %s is refused', async (_what, more, code) => {
    const alice = await hub.signIn('alice', 'alice-password');
    expect((await give(alice, more)).body.code).toBe(code);
  });

  test('cannot be handed on by the delegate', async () => {
    const [alice, bandar] = [await hub.signIn('alice', 'alice-password'), await hub.signIn('bandar', 'bandar-password')];
    const id = (await give(alice)).body.id ?? '';
    await call(bandar, 'POST', `/delegations/${id}/accept`, {});
    await chooses(bandar, id);
    expect((await give(bandar, { nationalId: '1098765439' })).body.code).toBe('IDENTITY_DELEGATION_CAPACITY');
  });
});

/** The ID token of a client that the person enters, as its bare claims. */
async function idTokenClaims(browser: CookieJar): Promise<Record<string, unknown>> {
  const callback = 'http://localhost:4199/callback';
  const added = await hub.cli('client', 'add', '--id', 'parks', '--redirect-uri', callback, '--no-pkce', '--json');
  const { client_secret: secret } = JSON.parse(added.stdout) as { client_secret: string };
  const query = new URLSearchParams({ client_id: 'parks', response_type: 'code', redirect_uri: callback, scope: 'openid' });
  const answer = await browser.open(`/oidc/auth?${query}`);
  const code = new URL(answer.headers.get('location') ?? 'none:').searchParams.get('code') ?? '';
  const response = await fetch(`${hub.url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`parks:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callback }),
  });
  const { access_token: token, id_token: idToken } = (await response.json()) as { access_token: string; id_token: string };
  const info = (await (await fetch(`${hub.url}/oidc/me`, { headers: { authorization: `Bearer ${token}` } })).json()) as Record<string, unknown>;
  return { ...(JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as object), ...info };
}
