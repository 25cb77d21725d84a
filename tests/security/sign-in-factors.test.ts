import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { password, send } from './sign-in-forms.ts';

let hub: TestHub;
let database: TestDatabase;
let people = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
});

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

let name: string;
let browser: CookieJar;

/** Somebody new with a password alone, signed in. */
beforeEach(async () => {
  name = `person-${people++}`;
  await hub.addPerson(name, 'a-password', { name: { ar: 'شخص', en: 'Person' } });
  browser = await hub.signIn(name, 'a-password');
});

async function call(jar: CookieJar, method: string, path: string, body?: object) {
  const response = await jar.fetch(`/api/account${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, never> & { code?: string } };
}
const factors = async () => (await call(browser, 'GET', '/factors')).body['factors'] as unknown as { id: string; kind: string; left: number | null }[];
const codeOf = (secret: string, ahead = 0) => new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.now() + ahead * 30_000 });
async function connectApp(): Promise<string> {
  const { secret } = (await call(browser, 'POST', '/totp', {})).body as unknown as { secret: string };
  expect((await call(browser, 'POST', '/totp/confirm', { code: codeOf(secret) })).status).toBe(200);
  return secret;
}

describe('an authenticator app', () => {
  test('counts only after its first code; from then on a password needs its code', async () => {
    const { body } = await call(browser, 'POST', '/totp', {});
    const { secret, uri, svg } = body as unknown as Record<'secret' | 'uri' | 'svg', string>;
    expect(uri).toContain(secret);
    expect(svg).toMatch(/^<svg/);
    expect((await call(browser, 'POST', '/totp/confirm', { code: '000000' })).body.code).toBe('IDENTITY_CODE_REFUSED');
    expect((await factors()).map(({ kind }) => kind)).not.toContain('totp');
    expect((await password(hub.client(), name, 'a-password')).to).toBe('/account');
    const proof = codeOf(secret);
    expect((await call(browser, 'POST', '/totp/confirm', { code: proof })).status).toBe(200);
    const later = hub.client();
    expect((await password(later, name, 'a-password')).to).toBe('/auth/sign-in/code');
    expect((await send(later, '/auth/sign-in/code', { method: 'totp', code: proof })).code).toBe('IDENTITY_CODE_REFUSED');
    expect((await send(later, '/auth/sign-in/code', { method: 'totp', code: codeOf(secret, 1) })).to).toBe('/account');
  });

  test('takes each code once, also in two browsers', async () => {
    const secret = await connectApp();
    const code = codeOf(secret, 1);
    const [first, second] = [hub.client(), hub.client()];
    await password(first, name, 'a-password');
    await password(second, name, 'a-password');
    expect((await send(first, '/auth/sign-in/code', { method: 'totp', code })).to).toBe('/account');
    expect((await send(second, '/auth/sign-in/code', { method: 'totp', code })).code).toBe('IDENTITY_CODE_REFUSED');
  });

  test('when it is taken away, codes go by mail: a password is never left alone', async () => {
    await connectApp();
    const app = (await factors()).find(({ kind }) => kind === 'totp');
    expect((await call(browser, 'DELETE', `/factors/${app?.id}`)).status).toBe(200);
    expect((await factors()).map(({ kind }) => kind)).toContain('email');
    expect((await password(hub.client(), name, 'a-password')).to).toBe('/auth/sign-in/code');
  });

  test('stays where there is no address to send codes to', async () => {
    await connectApp();
    await database.query('UPDATE hub.person SET email = NULL WHERE username = $1', [name]);
    const app = (await factors()).find(({ kind }) => kind === 'totp');
    expect((await call(browser, 'DELETE', `/factors/${app?.id}`)).body.code).toBe('IDENTITY_LAST_FACTOR');
    expect((await factors()).map(({ kind }) => kind)).toContain('totp');
  });
});

describe('recovery codes', () => {
  test('new ones end the old ones, and none is stored as it is', async () => {
    await connectApp();
    const first = (await call(browser, 'POST', '/recovery-codes', {})).body['codes'] as unknown as string[];
    const second = (await call(browser, 'POST', '/recovery-codes', {})).body['codes'] as unknown as string[];
    expect(new Set([...first, ...second]).size).toBe(20);
    const later = hub.client();
    await password(later, name, 'a-password');
    expect((await send(later, '/auth/sign-in/code', { method: 'recovery-code', code: first[0]! })).code).toBe('IDENTITY_CODE_REFUSED');
    expect((await send(later, '/auth/sign-in/code', { method: 'recovery-code', code: ` ${second[0]!.toLowerCase().replace('-', ' ')} ` })).to).toBe('/account');
    expect((await factors()).find(({ kind }) => kind === 'recovery-codes')?.left).toBe(9);
    const stored = await database.query<{ row: string }>('SELECT row_to_json(c)::text AS row FROM hub.recovery_code c');
    expect(stored.map(({ row }) => row).join()).not.toContain(second[1]!.replace('-', ''));
  });
});

test('nobody takes away or renames a factor of somebody else', async () => {
  await connectApp();
  const app = (await factors()).find(({ kind }) => kind === 'totp');
  const stranger = await hub.signIn('alice', 'alice-password');
  expect((await call(stranger, 'DELETE', `/factors/${app?.id}`)).body.code).toBe('IDENTITY_FACTOR_UNKNOWN');
  expect((await call(stranger, 'PATCH', `/passkeys/${app?.id}`, { label: 'mine' })).body.code).toBe('IDENTITY_FACTOR_UNKNOWN');
  expect((await factors()).map(({ kind }) => kind)).toContain('totp');
});

test('a passkey that answers no open challenge is not kept', async () => {
  const credential = { id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: 'e30', attestationObject: 'oA' } };
  expect((await call(browser, 'POST', '/passkeys', { credential })).body.code).toBe('IDENTITY_PASSKEY_REFUSED');
  expect((await call(browser, 'POST', '/passkeys/options', {})).status).toBe(200);
  for (let times = 0; times < 2; times++) expect((await call(browser, 'POST', '/passkeys', { credential })).body.code).toBe('IDENTITY_PASSKEY_REFUSED');
  expect((await factors()).map(({ kind }) => kind)).not.toContain('passkey');
});
