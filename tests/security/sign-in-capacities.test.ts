import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchStandIn, type Launched } from '../legacy/process/launch.ts';
import { Party } from './oidc-party.ts';
import { send } from './sign-in-forms.ts';

const secret = 'saffron lantern 42';
let register: Launched;
let hub: TestHub;
let party: Party;

beforeAll(async () => {
  register = await launchStandIn(new URL('../legacy/commerce-register/server.ts', import.meta.url));
  hub = await createTestHub({ profile: 'test', env: { AMANAH_COMMERCE_REGISTER: register.url } });
  party = await Party.register(hub, 'party');
  // National ids as the stand-in of the register knows them.
  await add('noura', '--national-id', '1072645193');
  await add('imran', '--national-id', '2305194629');
  await add('majed', '--post', 'mayor@m-khobar', '--role', 'auditor@eamana');
  await add('yousef', '--agent', 'office-agent@7012345678');
  await add('huda', '--government', 'government-delegate@7000000070');
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await register?.stop();
});

async function add(id: string, ...more: string[]): Promise<void> {
  const { code, stdout } = await hub.cli(
    'user',
    'add',
    '--id',
    id,
    '--password',
    secret,
    '--name-ar',
    id,
    '--name-en',
    id,
    '--factor',
    'none',
    ...more,
    '--json',
  );
  if (code !== 0) throw new Error(stdout);
}

/** Signs in, and reads the choice that comes before anything else. */
async function signIn(id: string): Promise<{ browser: CookieJar; choices: string[]; page: string }> {
  const browser = hub.client();
  await browser.fetch('/language/en?rd=/');
  const answer = await send(browser, '/auth/sign-in/staff', { username: id, password: secret, rd: '/account' });
  if (!answer.to?.startsWith('/auth/capacity')) return { browser, choices: [], page: '' };
  const page = await (await browser.open(answer.to)).text();
  return { browser, choices: [...page.matchAll(/name="capacity" value="([^"]+)"/g)].map(([, value]) => value ?? ''), page };
}

test.each([
  {
    id: 'noura',
    of: ['self', 'owner:7001234567', 'manager:7009876543'],
    as: 'owner:7001234567',
    shown: 'Rukn Alwaha Groceries Est.',
    claims: { capacity: { kind: 'owner' }, roles: [], units: [] },
    actsFor: '7001234567',
  },
  {
    id: 'noura',
    of: ['self', 'owner:7001234567', 'manager:7009876543'],
    as: 'manager:7009876543',
    shown: 'Khobar Beach Restaurants Co.',
    claims: { capacity: { kind: 'manager' }, roles: [], units: [] },
    actsFor: '7009876543',
  },
  {
    id: 'majed',
    of: ['self', 'official:m-khobar'],
    as: 'official:m-khobar',
    shown: 'Khobar Governorate Municipality',
    claims: { capacity: { kind: 'official', unit: 'm-khobar', post: { en: 'Mayor' } }, roles: ['mayor', 'official'], units: ['m-khobar'] },
    actsFor: null,
  },
  {
    id: 'yousef',
    of: ['self', 'agent:7012345678'],
    as: 'agent:7012345678',
    shown: 'Fast Track Service Office',
    claims: { capacity: { kind: 'agent' }, roles: ['office-agent'], units: ['momah'] },
    actsFor: '7012345678',
  },
  {
    id: 'huda',
    of: ['self', 'government:7000000070'],
    as: 'government:7000000070',
    shown: 'Eastern Province Education Directorate',
    claims: { capacity: { kind: 'government' }, roles: ['government-delegate'], units: ['momah'] },
    actsFor: '7000000070',
  },
])('$id chooses $as after signing in: shown on every page, in the session, in tokens with act when it is for another', async (one) => {
  const { browser, choices } = await signIn(one.id);
  expect(choices).toEqual(one.of);
  expect((await send(browser, '/auth/capacity', { capacity: one.as, rd: '/account' })).to).toBe('/account');
  for (const path of ['/', '/services', '/account', '/systems']) expect(await (await browser.open(path)).text(), path).toContain(one.shown);
  expect((await browser.fetch('/auth/check')).headers.get('x-auth-request-capacity')).toBe(one.as);
  const claims = (await party.enter(browser, { scope: 'openid roles' })).claims() as Record<string, unknown>;
  expect(claims).toMatchObject(one.claims);
  if (one.actsFor === null) expect(claims).not.toHaveProperty('act');
  else expect(claims['act']).toMatchObject({ sub: claims['sub'], for: { unifiedNumber: one.actsFor } });
});

test('roles of a post hold in that capacity only', async () => {
  const { browser } = await signIn('majed');
  const roles = async () => ((await party.enter(browser, { scope: 'openid roles' })).claims() as { roles?: string[] }).roles;
  expect(await roles()).toEqual(['auditor']);
  await send(browser, '/auth/capacity', { capacity: 'official:m-khobar', rd: '/' });
  expect(await roles()).toEqual(['mayor', 'official']);
  await send(browser, '/auth/capacity', { capacity: 'self', rd: '/' });
  expect(await roles()).toEqual(['auditor']);
});

test('a suspended establishment gives no capacity and says why, and nobody takes one that is not theirs', async () => {
  const { browser, choices } = await signIn('imran');
  expect(choices).toEqual([]);
  expect(await (await browser.fetch('/auth/capacity')).text()).toMatch(/is suspended|موقوف/);
  for (const capacity of ['owner:7005550001', 'owner:7001234567', 'official:m-khobar', 'agent:7012345678', 'delegate:x', '']) {
    const answer = await send(browser, '/auth/capacity', { capacity, rd: '/' });
    expect(answer.status, capacity).toBe(422);
    expect(answer.text).toContain('IDENTITY_CAPACITY_UNKNOWN');
  }
  expect((await browser.fetch('/auth/check')).headers.get('x-auth-request-capacity')).toBe('self');
});

test('while the register does not answer the choice says so, and the sign-in goes on', async () => {
  await register.stop();
  const { browser, choices, page } = await signIn('noura');
  expect(choices).toEqual(['self']);
  expect(page).toContain('The Commerce register does not respond right now');
  expect((await send(browser, '/auth/capacity', { capacity: 'self', rd: '/account' })).to).toBe('/account');
  expect((await browser.fetch('/auth/check')).status).toBe(204);
});
