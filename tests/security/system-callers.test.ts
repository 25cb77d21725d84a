import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import * as oidc from 'openid-client';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, Party } from './oidc-party.ts';

let database: TestDatabase;
let hub: TestHub;
/** An operator whose sign-in is strong enough for every act. */
let operator: Awaited<ReturnType<TestHub['signIn']>>;

/** `amanah …`, which must end well. */
async function amanah<T>(...args: string[]): Promise<T> {
  const said = await hub.cli(...args, '--json');
  if (said.code !== 0) throw new Error(said.stdout + said.stderr);
  return JSON.parse(said.stdout) as T;
}

/** A system that calls the API: registered as the page does it, and granted what is given as `permission@unit`. */
async function systemClient(id: string, { dpop = false, grants = [] }: { dpop?: boolean; grants?: string[] } = {}): Promise<Party> {
  const about = { id, titleEn: `System ${id}`, redirectUris: [], auth: 'basic', signIn: 'staff', api: true, owner: 'it-center', dpop };
  const { secret } = (await (await send('', about)).json()) as { secret: string };
  for (const one of grants) await grant(id, one);
  return Party.connect(hub, id, secret);
}

const split = (grantText: string) => {
  const [permission = '', unit = ''] = grantText.split('@');
  return { permission, unit };
};

async function grant(id: string, what: string): Promise<void> {
  expect((await send(`/${id}/grants`, split(what))).status).toBe(200);
}

/** A change of clients, as the page of an operator sends it. */
function send(path: string, body: object, client = operator): Promise<Response> {
  return client.fetch(`/api/operations/clients${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

const resource = () => `${hub.url}/api`;
const tokenOf = async (party: Party, options: oidc.DPoPOptions = {}) =>
  (await oidc.clientCredentialsGrant(party.configuration, { resource: resource() }, options)).access_token;

async function call(path: string, token: string, init: RequestInit & { base?: string } = {}) {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  const answer = await fetch(new URL(path, init.base ?? hub.url), { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') ?? '', body: text ? (JSON.parse(text) as Record<string, never>) : null };
}

const systemsSeen = async (token: string) => {
  const { status, body } = await call('/api/operations/systems', token);
  return { status, ids: ((body as { systems?: { id: string }[] } | null)?.systems ?? []).map(({ id }) => id).sort() };
};

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  for (const [id, owner] of [
    ['parks-bookings', 'parks'],
    ['fleet', 'it-center'],
  ]) {
    const file = join(hub.dataDir, `${id}.yaml`);
    writeFileSync(
      file,
      `id: ${id}\ntitle: { ar: ${id}, en: ${id} }\nowner: ${owner}\nadapter: webapp\nconnection: { upstream: "http://127.0.0.1:9", host: ${id} }\naccess: signed-in\n`,
    );
    await amanah('system', 'add', file);
  }
  const secret = await hub.addPerson('chief', 'a long password of the chief', { factor: 'totp', role: 'administrator@eamana' });
  const code = new TOTP({ secret: secret ?? '' });
  operator = hub.client();
  await operator.signIn('chief', 'a long password of the chief', () => code.generate());
});
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

test('a system sees the rows of the units that it was granted, and no others', async () => {
  const { client_secret: secret } = await amanah<{ client_secret: string }>('client', 'add', '--id', 'watcher', '--api', '--owner', 'it-center');
  await amanah('client', 'grant', '--id', 'watcher', '--permission', 'operations:system.read', '--unit', 'parks');
  const token = await tokenOf(await Party.connect(hub, 'watcher', secret));
  expect(await systemsSeen(token)).toEqual({ status: 200, ids: ['parks-bookings'] });
  expect((await call('/api/operations/systems/parks-bookings', token)).status).toBe(200);
  expect((await call('/api/operations/systems/fleet', token)).status).toBe(404);
  // A grant holds below its unit too.
  await grant('watcher', 'operations:system.read@amin');
  expect(await systemsSeen(token)).toEqual({ status: 200, ids: ['fleet', 'parks-bookings'] });
});

test('a system without a grant does nothing, and what is taken back is refused at the next call', async () => {
  const token = await tokenOf(await systemClient('newcomer'));
  const none = await call('/api/operations/systems', token);
  expect([none.status, none.body?.['code']]).toEqual([403, 'HTTP_NOT_GRANTED']);
  expect(none.challenge).toContain('error="insufficient_scope"');
  await grant('newcomer', 'operations:system.read@parks');
  expect((await systemsSeen(token)).status).toBe(200);
  expect(await amanah('client', 'grants', '--id', 'newcomer')).toEqual([{ permission: 'operations:system.read', unit: 'parks' }]);
  await amanah('client', 'revoke-grant', '--id', 'newcomer', '--permission', 'operations:system.read', '--unit', 'parks');
  expect((await systemsSeen(token)).status).toBe(403);
});

test('nothing but a permission of a route that is open to systems can be granted, and on a unit that there is', async () => {
  await systemClient('greedy');
  for (const what of ['*@parks', 'operations:*@parks', 'account:profile.read@parks', 'operations:client.manage@parks', 'operations:system.read@nowhere']) {
    const answer = await send('/greedy/grants', split(what));
    expect(`${what} ${answer.status} ${((await answer.json()) as { code: string }).code}`).toBe(`${what} 422 IDENTITY_GRANT_INVALID`);
  }
  const said = await hub.cli('client', 'grant', '--id', 'greedy', '--permission', 'account:profile.read', '--unit', 'parks', '--json');
  expect([said.code, (JSON.parse(said.stdout) as { error: { code: string } }).error.code]).toEqual([1, 'IDENTITY_GRANT_INVALID']);
});

test('no route is open to a system but those that say so in the OpenAPI document', async () => {
  const { paths, components } = (await (await fetch(`${hub.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security: Record<string, string[]>[]; 'x-permission'?: string }>>;
    components: { securitySchemes: Record<string, { flows?: { clientCredentials: { tokenUrl: string } } }> };
  };
  expect(components.securitySchemes['system']?.flows?.clientCredentials.tokenUrl).toBe(`${hub.url}/oidc/token`);
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => ({ path, method, route })));
  const isOpen = ({ route }: (typeof routes)[number]) => route.security.some((one) => 'system' in one);
  const permissions = [...new Set(routes.filter(isOpen).map(({ route }) => `${route['x-permission']}@amin`))];
  const token = await tokenOf(await systemClient('everything', { grants: permissions }));
  // Sockets take nothing but an upgrade: their rights are tried where they open.
  const closed = routes.filter((one) => one.route['x-permission'] && !('x-socket' in one.route) && !isOpen(one));
  expect(closed.length).toBeGreaterThan(50);
  for (const { path, method } of closed) {
    const reads = method === 'get' || method === 'head';
    const init = { method: method.toUpperCase(), ...(!reads && { headers: { 'content-type': 'application/json' }, body: '{}' }) };
    const { status, body } = await call(path.replace(/\{\w+\}/g, 'x'), token, init);
    // An answer to HEAD has no words.
    expect(`${method} ${path} ${status} ${String(method === 'head' ? 'HTTP_PERSON_NEEDED' : body?.['code'])}`).toBe(`${method} ${path} 403 HTTP_PERSON_NEEDED`);
  }
});

describe('an access token', () => {
  test('ends when it is revoked, when its client has a new secret, is disabled or is removed', async () => {
    const party = await systemClient('leaving', { grants: ['operations:system.read@parks'] });
    const revoked = await tokenOf(party);
    const kept = await tokenOf(party);
    await oidc.tokenRevocation(party.configuration, revoked);
    expect((await systemsSeen(revoked)).status).toBe(401);
    expect((await systemsSeen(kept)).status).toBe(200);

    await amanah('client', 'disable', '--id', 'leaving');
    expect((await systemsSeen(kept)).status).toBe(401);
    expect(await errorOf(tokenOf(party))).toBe('invalid_client');
    await amanah('client', 'enable', '--id', 'leaving');
    expect((await systemsSeen(kept)).status).toBe(401);
    const next = await tokenOf(party);
    expect((await systemsSeen(next)).status).toBe(200);

    const rotated = await operator.fetch('/api/operations/clients/leaving/secret', { method: 'POST' });
    const { secret } = (await rotated.json()) as { secret: string };
    expect((await systemsSeen(next)).status).toBe(401);
    const again = await tokenOf(await Party.connect(hub, 'leaving', secret));
    expect((await systemsSeen(again)).status).toBe(200);
    await amanah('client', 'remove', '--id', 'leaving');
    expect((await systemsSeen(again)).status).toBe(401);
  });

  test('works for five minutes', async () => {
    const party = await systemClient('slow', { grants: ['operations:system.read@parks'] });
    const { access_token: token, expires_in: seconds } = await oidc.clientCredentialsGrant(party.configuration, { resource: resource() });
    expect(seconds).toBe(300);
    const age = (by: number) =>
      database.query(
        `UPDATE hub.oidc_state SET expires_at = expires_at - make_interval(secs => $2),
           payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - $2, 'iat', (payload->>'iat')::int - $2)
         WHERE model = 'ClientCredentials' AND id = $1`,
        [token, by],
      );
    await age(200);
    expect((await systemsSeen(token)).status).toBe(200);
    await age(101);
    expect((await systemsSeen(token)).status).toBe(401);
  });

  test('is refused with a challenge that leads a program to where tokens come from', async () => {
    for (const token of ['a', 'x'.repeat(43), 'x'.repeat(2_000), 'not a token']) {
      const { status, challenge, body } = await call('/api/operations/systems', token);
      expect([status, body?.['code']]).toEqual([401, 'HTTP_TOKEN_REFUSED']);
      expect(challenge).toContain('error="invalid_token"');
    }
    const bare = await fetch(`${hub.url}/api/operations/systems`);
    const metadata = /resource_metadata="([^"]+)"/.exec(bare.headers.get('www-authenticate') ?? '')?.[1];
    expect([bare.status, metadata]).toEqual([401, `${hub.url}/.well-known/oauth-protected-resource/api`]);
    expect(await (await fetch(metadata!)).json()).toMatchObject({ resource: resource(), authorization_servers: [`${hub.url}/oidc`] });
  });

  test('of a person, who signed in at a client, opens nothing', async () => {
    const party = await Party.register(hub, 'person-client', ['--api', '--owner', 'it-center']);
    await grant('person-client', 'operations:system.read@parks');
    const { access_token: token } = await party.enter(await hub.signIn('alice', 'alice-password'));
    expect(await party.userinfoStatus(token)).toBe(200);
    expect((await systemsSeen(token)).status).toBe(401);
  });

  test('is made for the API alone: another resource is refused, and so is one made for the API at another address', async () => {
    const party = await systemClient('elsewhere', { grants: ['operations:system.read@parks'] });
    expect(await errorOf(oidc.clientCredentialsGrant(party.configuration, { resource: 'https://other.example/api' }))).toBe('invalid_target');
    const unsaid = await oidc.clientCredentialsGrant(party.configuration);
    expect((await systemsSeen(unsaid.access_token)).status).toBe(200);
    const moved = await createTestHub({ dataDir: hub.dataDir, env: { DATABASE_URL: database.url } });
    try {
      expect((await call('/api/operations/systems', unsaid.access_token, { base: moved.url })).status).toBe(401);
    } finally {
      await moved.stop();
    }
  });

  test('is not given to a client that is not registered for the API', async () => {
    expect(await errorOf(tokenOf(await Party.register(hub, 'signs-in-only')))).toBe('invalid_request');
    const answer = await send('/signs-in-only/grants', split('operations:system.read@parks'));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'IDENTITY_CLIENT_WITHOUT_API']);
  });

  test('bound to a key works with a proof of that key for this very request, once', async () => {
    const party = await systemClient('bound-system', { dpop: true, grants: ['operations:system.read@parks'] });
    expect(await errorOf(tokenOf(party))).toBe('invalid_grant');
    const keys = await oidc.randomDPoPKeyPair('ES256');
    const proof = oidc.getDPoPHandle(party.configuration, keys);
    const token = await tokenOf(party, { DPoP: proof });
    const url = new URL(`${hub.url}/api/operations/systems`);
    const sent: Headers[] = [];
    const asked = async (DPoP: oidc.DPoPHandle) =>
      (await oidc.fetchProtectedResource(party.configuration, token, url, 'GET', null, undefined, { DPoP }).catch(statusOf)).status;
    // Of one proof that is sent many times at once, one call is answered.
    party.configuration[oidc.customFetch] = async (target, init) => {
      const all = await Promise.all(Array.from({ length: 8 }, () => fetch(target, init as RequestInit)));
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
      sent.push(new Headers(init.headers));
      return all.find(({ status }) => status === 200)!;
    };
    expect(await asked(proof)).toBe(200);
    const headers = sent.at(-1)!;
    party.configuration[oidc.customFetch] = (target, init) => fetch(target, init as RequestInit);
    // The same proof again, also for another address, and the token without one.
    expect((await fetch(url, { headers })).status).toBe(401);
    expect((await fetch(new URL('/api/operations/webhooks', hub.url), { headers })).status).toBe(401);
    const missing = await fetch(url, { headers: { authorization: `DPoP ${token}` } });
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('invalid_dpop_proof')]);
    expect((await call('/api/operations/systems', token)).status).toBe(401);
    expect(await asked(oidc.getDPoPHandle(party.configuration, await oidc.randomDPoPKeyPair('ES256')))).toBe(401);
    expect(await asked(proof)).toBe(200);
  });
});

test('beside a token a session counts for nothing, and no Origin is needed', async () => {
  const subscription = (await (
    await operator.fetch('/api/operations/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'http://127.0.0.1:9/hook', types: ['services.*'], owner: 'parks' }),
    })
  ).json()) as { id: string };
  const poor = await tokenOf(await systemClient('poor'));
  const headers = { cookie: operator.cookie, 'content-type': 'application/json', origin: 'http://evil.example' };
  expect((await call('/api/operations/systems', poor, { headers })).status).toBe(403);
  expect((await call('/api/operations/systems', 'wrong', { headers })).status).toBe(401);

  const keeper = await tokenOf(await systemClient('keeper', { grants: ['operations:webhook.manage@parks'] }));
  const pause = { method: 'POST', headers, body: JSON.stringify({ active: false }) };
  expect((await call(`/api/operations/webhooks/${subscription.id}/active`, keeper, pause)).status).toBe(200);
  const { records } = (await (await operator.fetch('/api/operations/audit?q=client%2Fkeeper')).json()) as { records: { action: string }[] };
  expect(records[0]).toMatchObject({ action: 'webhooks:changed' });
  expect(JSON.stringify(records[0])).toContain('System keeper');
  expect((await hub.cli('audit', 'verify')).code).toBe(0);
});

test('operators grant, take back and disable in the pages, and give away no more than they hold', async () => {
  const token = await tokenOf(await systemClient('paged'));
  const given = { permission: 'operations:exchange.read', unit: 'parks' };
  await grant('paged', 'operations:exchange.read@parks');
  expect((await call('/api/operations/exchanges', token)).status).toBe(200);
  const shown = (await (await operator.fetch('/api/operations/clients/paged/grants')).json()) as { grants: object[]; permissions: { id: string }[] };
  expect(shown.grants).toEqual([{ ...given, title: expect.any(String) as string, unitName: expect.any(String) as string }]);
  expect(shown.permissions.map(({ id }) => id)).toContain('operations:webhook.manage');
  expect((await operator.fetch(`/api/operations/clients/paged/grants?${new URLSearchParams(given)}`, { method: 'DELETE' })).status).toBe(200);
  expect((await call('/api/operations/exchanges', token)).status).toBe(403);

  const secret = await hub.addPerson('of-parks', 'a long password of parks', { factor: 'totp', role: 'operator@parks' });
  const code = new TOTP({ secret: secret ?? '' });
  const limited = hub.client();
  await limited.signIn('of-parks', 'a long password of parks', () => code.generate());
  expect((await send('/paged/grants', { ...given, unit: 'it-center' }, limited)).status).toBe(403);
  expect((await send('/paged/grants', given, limited)).status).toBe(200);
  expect((await send('/paged/disabled', { disabled: true })).status).toBe(200);
  expect((await call('/api/operations/exchanges', token)).status).toBe(401);
});

/** A challenge is thrown by openid-client. */
function statusOf(error: unknown): { status: number } {
  return { status: (error as { status?: number }).status ?? 0 };
}
