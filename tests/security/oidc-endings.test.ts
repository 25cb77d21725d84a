import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLogoutReceiver, type LogoutReceiver } from './logout-receiver.ts';
import { errorOf, Party, sendForm } from './oidc-party.ts';

let database: TestDatabase;
let first: TestHub;
let second: TestHub;
let receiver: LogoutReceiver;
let party: Party;
/** The same client, talking to the other replica. */
let elsewhere: Party;

beforeAll(async () => {
  database = await startTestDatabase();
  first = await createTestHub({ env: { DATABASE_URL: database.url } });
  second = await createTestHub({ dataDir: first.dataDir, env: { DATABASE_URL: database.url, PUBLIC_URL: first.url } });
  receiver = await startLogoutReceiver('127.0.0.8');
  party = await Party.register(first, 'ending', ['--backchannel-logout-uri', receiver.url, '--title-en', 'Ending']);
  const metadata = JSON.parse(JSON.stringify(party.configuration.serverMetadata()), (name, value: unknown) =>
    name !== 'issuer' && typeof value === 'string' ? value.replace(first.url, second.url) : value,
  ) as oidc.ServerMetadata;
  const configuration = new oidc.Configuration(metadata, 'ending', { id_token_signed_response_alg: 'ES256' }, oidc.ClientSecretBasic(party.secret ?? ''));
  oidc.allowInsecureRequests(configuration);
  elsewhere = new Party('ending', party.secret, configuration);
});

afterAll(async () => {
  receiver?.close();
  await second?.stop();
  await first?.remove();
  await database?.drop();
});

const alice = () => first.signIn('alice', 'alice-password');

describe('the portal session and its tokens', () => {
  test('end together when nobody used the session for too long, and the client is told', async () => {
    const tokens = await party.enter(await alice());
    receiver.tokens.length = 0;
    await database.query(`UPDATE hub.session SET last_seen_at = now() - interval '2 hours' WHERE revoked_at IS NULL`);
    expect(await party.userinfoStatus(tokens.access_token)).toBe(401);
    expect(await errorOf(party.refresh(tokens.refresh_token))).toBe('invalid_grant');
    expect(await oidc.tokenIntrospection(party.configuration, tokens.access_token)).toEqual({ active: false });
    // The schedule looks each minute.
    await expect.poll(() => receiver.tokens.length, { timeout: 90_000, interval: 500 }).toBeGreaterThanOrEqual(1);
  });

  test('end together at the longest time a session may have', async () => {
    const tokens = await party.enter(await alice());
    await database.query(`UPDATE hub.session SET absolute_expires_at = now() - interval '1 second' WHERE revoked_at IS NULL`);
    expect(await errorOf(party.refresh(tokens.refresh_token))).toBe('invalid_grant');
  });

  test('stay while the person works at the client', async () => {
    const browser = await alice();
    const tokens = await party.enter(browser);
    await database.query(`UPDATE hub.session SET last_seen_at = now() - interval '14 minutes' WHERE revoked_at IS NULL`);
    await party.refresh(tokens.refresh_token);
    const idle = async () =>
      (
        await database.query<{ idle: boolean }>(`SELECT bool_and(last_seen_at < now() - interval '1 minute') AS idle FROM hub.session WHERE revoked_at IS NULL`)
      )[0]?.idle;
    await expect.poll(idle).toBe(false);
  });
});

describe('session revoke --user', () => {
  test('ends the sessions of that person on every replica, with tokens and clients, and of nobody else', async () => {
    await first.addPerson('omar', 'omar-password-1', { name: { ar: 'عمر', en: 'Omar' } });
    const other = await party.enter(await first.signIn('omar', 'omar-password-1'));
    const browser = await alice();
    const tokens = await party.enter(browser);
    receiver.tokens.length = 0;
    const said = await second.cli('session', 'revoke', '--user', 'alice', '--json');
    const report = JSON.parse(said.stdout) as { sessions: number; closed: { id: string; title: { en: string } }[]; unreachable: unknown[] };
    expect(report.sessions).toBeGreaterThanOrEqual(1);
    expect(report.closed).toEqual([{ id: 'ending', title: { ar: 'Ending', en: 'Ending' } }]);
    expect(report.unreachable).toEqual([]);
    expect(receiver.tokens.length).toBeGreaterThanOrEqual(1);
    expect(await elsewhere.userinfoStatus(tokens.access_token)).toBe(401);
    expect((await browser.fetch('/auth/check')).status).toBe(401);
    expect(await party.userinfoStatus(other.access_token)).toBe(200);
  });

  test('of somebody unknown says so', async () => {
    const said = await first.cli('session', 'revoke', '--user', 'nobody', '--json');
    expect([said.code, (JSON.parse(said.stdout) as { error: { code: string } }).error.code]).toEqual([1, 'IDENTITY_PERSON_UNKNOWN']);
  });
});

describe('signing keys', () => {
  const kidsAt = async (hub: TestHub) => ((await (await fetch(`${hub.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  const kidOf = (idToken: string | undefined) => decodeProtectedHeader(idToken ?? '').kid ?? '';
  const list = async () => JSON.parse((await first.cli('key', 'list', '--json')).stdout) as { kid: string; state: string }[];

  test('a new one is published by every replica before it signs anything', async () => {
    const before = kidOf((await party.enter(await alice())).id_token);
    expect((await first.cli('key', 'rotate', '--json')).code).toBe(0);
    const next = (await list()).find(({ state }) => state === 'next')?.kid ?? '';
    expect((await list()).find(({ state }) => state === 'current')?.kid).toBe(before);
    for (const hub of [first, second]) expect(await kidsAt(hub)).toEqual(expect.arrayContaining([before, next]));
    expect(kidOf((await party.enter(await alice())).id_token)).toBe(before);
    // Its hour comes: both replicas turn to it by themselves.
    await database.query('UPDATE hub.signing_key SET used_from = now() WHERE kid = $1', [next]);
    for (const at of [party, elsewhere]) {
      const { refresh_token: token } = await party.enter(await alice());
      let refreshed = await at.refresh(token);
      await expect.poll(async () => kidOf((refreshed = await at.refresh(refreshed.refresh_token)).id_token), { timeout: 60_000, interval: 1_000 }).toBe(next);
    }
  });

  test('after a rotation at once, what one replica signed before is good at the other, and new tokens carry the new key', async () => {
    const browser = await alice();
    const old = await party.enter(browser);
    expect((await second.cli('key', 'rotate', '--now', '--json')).code).toBe(0);
    const current = (await list()).find(({ state }) => state === 'current')?.kid;
    expect(current).not.toBe(kidOf(old.id_token));
    for (const hub of [first, second]) expect(await kidsAt(hub)).toEqual(expect.arrayContaining([kidOf(old.id_token), current]));
    // openid-client holds the id token against the keys that the other replica publishes.
    let fresh = await elsewhere.refresh(old.refresh_token);
    await expect.poll(async () => kidOf((fresh = await elsewhere.refresh(fresh.refresh_token)).id_token), { timeout: 30_000 }).toBe(current);
    expect(await party.userinfoStatus(fresh.access_token)).toBe(200);
    // The hint was signed by the retired key.
    const page = await browser.open(oidc.buildEndSessionUrl(party.configuration, { id_token_hint: old.id_token ?? '' }).href);
    expect(page.status).toBe(200);
    expect((await sendForm(browser, page, { logout: 'yes' })).status).toBe(200);
  });
});
