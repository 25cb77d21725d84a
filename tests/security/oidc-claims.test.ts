import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import * as oidc from 'openid-client';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, Party, sendForm } from './oidc-party.ts';

const unit = 'it-center';
let database: TestDatabase;
let hub: TestHub;
let plain: Party;
let wide: Party;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  plain = await Party.register(hub, 'plain');
  wide = await Party.register(hub, 'wide', ['--scope', 'profile', 'email', 'phone', 'roles', 'national_id']);
});
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

/** What a client learns by id token and userinfo together; both must say the same. */
async function learn(party: Party, browser: CookieJar, scope: string): Promise<Record<string, unknown>> {
  const tokens = await party.enter(browser, { scope });
  const inToken = { ...tokens.claims() } as Record<string, unknown>;
  const fetched = (await oidc.fetchUserInfo(party.configuration, tokens.access_token, String(inToken['sub']))) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fetched)) expect(inToken[name], name).toEqual(value);
  return inToken;
}

test('each scope opens its own claims and nothing else', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const bare = await learn(wide, browser, 'openid');
  expect(Object.keys(bare).toSorted()).toEqual(['acr', 'amr', 'aud', 'auth_time', 'capacity', 'exp', 'iat', 'iss', 'sid', 'sub']);
  expect(await learn(wide, browser, 'openid profile')).toMatchObject({
    name: 'أليس عبدالله المهنا',
    'name#ar': 'أليس عبدالله المهنا',
    'name#en': 'Alice Abdullah Almuhanna',
    preferred_username: 'alice',
  });
  expect(await learn(wide, browser, 'openid email phone')).toMatchObject({ email: 'alice@demo.amanah.test', phone_number: '+966501000001' });
  expect(await learn(wide, browser, 'openid national_id')).toMatchObject({ national_id: '1048172637', sub: bare['sub'] });
});

test('the national number is refused to a client that is not registered for it', async () => {
  const browser = await hub.signIn('alice', 'alice-password');
  const answer = answered(await browser.open((await plain.begin({ scope: 'openid profile national_id' })).url.href));
  expect([answer.get('error'), answer.get('code')]).toEqual(['invalid_scope', null]);
  expect(await learn(plain, browser, 'openid profile email roles')).not.toHaveProperty('national_id');
});

test('a subject stays the same over sessions', async () => {
  const [first, second] = await Promise.all([hub.signIn('alice', 'alice-password'), hub.signIn('alice', 'alice-password')]);
  const [a, b] = [await learn(plain, first, 'openid'), await learn(plain, second, 'openid')];
  expect(a['sub']).toBe(b['sub']);
  expect(a['sid']).not.toBe(b['sid']);
});

test('roles and units are those held in the chosen capacity, and change with it', async () => {
  await hub.addPerson('omar', 'omar-password-1', { name: { ar: 'عمر', en: 'Omar' }, role: `operator@${unit}` });
  const claims = await learn(plain, await hub.signIn('omar', 'omar-password-1'), 'openid roles');
  expect(claims).toMatchObject({ capacity: { kind: 'self' }, roles: ['operator'], units: [unit] });
  expect(claims).not.toHaveProperty('act');
  const alice = await learn(plain, await hub.signIn('alice', 'alice-password'), 'openid roles');
  expect(alice).toMatchObject({ roles: [], units: [] });
});

test('acting for another is told by act: who acts, and for whom; also after the capacity changes in the middle', async () => {
  const browser = hub.client();
  const agent = {
    id: 'agent:7001000009',
    capacity: { kind: 'agent', office: { type: 'establishment', unifiedNumber: '7001000009', name: { ar: 'مكتب', en: 'Office' } } },
  };
  await actsAs('sami', agent);
  await browser.signIn('sami', 'sami-password-1');
  const form = () => browser.open('/auth/capacity?rd=/account');
  await sendForm(browser, await form(), { capacity: agent.id });
  const tokens = await plain.enter(browser, { scope: 'openid' });
  expect(tokens.claims()).toMatchObject({ capacity: agent.capacity, act: { sub: tokens.claims()?.sub, for: agent.capacity.office } });
  await sendForm(browser, await form(), { capacity: 'self' });
  const later = await oidc.fetchUserInfo(plain.configuration, tokens.access_token, tokens.claims()?.sub ?? '');
  expect(later).toMatchObject({ capacity: { kind: 'self' } });
  expect(later).not.toHaveProperty('act');
});

test('acr, amr and auth_time say how and when the person signed in', async () => {
  const before = Math.floor(Date.now() / 1_000);
  const byPassword = await learn(plain, await hub.signIn('alice', 'alice-password'), 'openid');
  expect(byPassword).toMatchObject({ acr: 'urn:amanah:acr:1', amr: ['pwd'] });
  expect(byPassword['auth_time']).toBeGreaterThanOrEqual(before);
  expect(byPassword['auth_time']).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000));

  const secret = await hub.addPerson('twice', 'twice-password-1', { name: { ar: 'هند', en: 'Hind' }, factor: 'totp' });
  const browser = hub.client();
  const page = await sendForm(browser, await browser.open('/auth/sign-in/staff'), { username: 'twice', password: 'twice-password-1' });
  await sendForm(browser, page, { code: new TOTP({ secret: secret! }).generate() });
  expect(await learn(plain, browser, 'openid')).toMatchObject({ acr: 'urn:amanah:acr:2', amr: ['pwd', 'otp', 'mfa'] });
});

test('amr names a recovery code as a second factor, and what a session was made stronger by', async () => {
  const post = async (browser: CookieJar, path: string, body: object) =>
    (await (
      await browser.fetch(`/api/account${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    ).json()) as {
      secret: string;
      codes: string[];
    };
  await hub.addPerson('stronger', 'stronger-password-1', { name: { ar: 'هند', en: 'Hind' } });
  const browser = await hub.signIn('stronger', 'stronger-password-1');
  const { secret } = await post(browser, '/totp', {});
  const codeOf = (ahead: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 });
  await post(browser, '/totp/confirm', { code: codeOf(0) });
  const { codes } = await post(browser, '/recovery-codes', {});
  expect(await learn(plain, browser, 'openid')).toMatchObject({ acr: 'urn:amanah:acr:1', amr: ['pwd'] });
  const { url, checks } = await plain.begin({ acr_values: 'urn:amanah:acr:2' });
  const answer = await sendForm(browser, await browser.open(url.href), { code: codeOf(1) });
  expect((await plain.redeem(answer, checks)).claims()).toMatchObject({ acr: 'urn:amanah:acr:2', amr: ['pwd', 'otp', 'mfa'] });

  const later = hub.client();
  await sendForm(later, await later.open('/auth/sign-in/staff'), { username: 'stronger', password: 'stronger-password-1' });
  await sendForm(later, await later.open('/auth/sign-in/code?with=recovery-code'), { code: codes[0]! });
  expect(await learn(plain, later, 'openid')).toMatchObject({ acr: 'urn:amanah:acr:2', amr: ['pwd', 'otp', 'mfa'] });
});

/** Gives a new person an office to act for, as the demo's file does. */
async function actsAs(id: string, agent: { id: string; capacity: object }): Promise<void> {
  await hub.addPerson(id, `${id}-password-1`, { name: { ar: 'سامي', en: 'Sami' } });
  await database.query('INSERT INTO hub.affiliation SELECT id, $2, $3 FROM hub.person WHERE username = $1', [id, agent.id, JSON.stringify(agent.capacity)]);
}
