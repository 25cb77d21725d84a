import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { password, send } from './sign-in-forms.ts';

const office = '10.1.1.1';
const elsewhere = '198.51.100.7';
let hub: TestHub;
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url, AMANAH_TRUST_PROXY: 'loopback' } });
});

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

beforeEach(() => database.query('DELETE FROM hub.throttle'));

const fails = async (browser: CookieJar, username: string, address: string, times: number) => {
  const answers: { status: number; code: string | null }[] = [];
  for (let one = 0; one < times; one++) {
    const { status, code } = await password(browser, username, `wrong-${one}`, address);
    answers.push({ status, code });
  }
  return answers;
};

describe('limits on failed sign-ins', () => {
  test('five wrong passwords for one name from one address, then a wait that is told', async () => {
    const answers = await fails(hub.client(), 'alice', office, 6);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await hub.client().fetch('/auth/sign-in/staff', {
      method: 'POST',
      body: new URLSearchParams({ username: 'alice', password: 'alice-password' }),
      headers: { 'x-forwarded-for': office },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('many passwords tried at once are five tries: the right one among them does not get in', async () => {
    const guesses = [...Array.from({ length: 39 }, (_, one) => `wrong-${one}`), 'alice-password'];
    const answers = await Promise.all(guesses.map((guess) => password(hub.client(), 'alice', guess, office)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(new Set(statuses)).not.toContain(303);
  });

  test('a stranger elsewhere cannot lock the owner out', async () => {
    await fails(hub.client(), 'alice', elsewhere, 8);
    expect((await password(hub.client(), 'alice', 'alice-password', office)).status).toBe(303);
  });

  test('a colleague behind the same address cannot lock the owner out of a known device', async () => {
    const own = hub.client();
    expect((await password(own, 'alice', 'alice-password', office)).status).toBe(303);
    await fails(hub.client(), 'alice', office, 8);
    for (let names = 0; names < 12; names++) await fails(hub.client(), `somebody-${names}`, office, 5);
    expect((await password(hub.client(), 'alice', 'alice-password', office)).status).toBe(429);
    await send(own, '/auth/sign-out', {}, office);
    expect((await password(own, 'alice', 'alice-password', office)).status).toBe(303);
  });

  test('a known device has limits too, and is known for its own people only', async () => {
    const own = hub.client();
    await password(own, 'alice', 'alice-password', office);
    await send(own, '/auth/sign-out', {}, office);
    expect((await fails(own, 'alice', office, 11)).at(-1)?.status).toBe(429);
    expect((await fails(own, 'sara', office, 6)).at(-1)?.status).toBe(429);
  });

  test('a device cookie that was changed or made up is a stranger’s', async () => {
    const own = hub.client();
    await password(own, 'alice', 'alice-password', office);
    const value = /amanah-device=([^;]+)/.exec(own.cookie)?.[1] ?? '';
    expect(value).not.toBe('');
    for (const forged of [`${value}x`, `x${value}`, value.split('.')[0] ?? '', 'e30.e30', '.', '%00']) {
      await database.query('DELETE FROM hub.throttle');
      const statuses: number[] = [];
      for (let one = 0; one < 6; one++) {
        const answer = await fetch(`${hub.url}/auth/sign-in/staff`, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ username: 'alice', password: `wrong-${one}` }),
          headers: { origin: hub.url, cookie: `amanah-device=${forged}`, 'x-forwarded-for': office },
        });
        statuses.push(answer.status);
      }
      expect(statuses.at(-1)).toBe(429);
    }
  });
});

describe('no one learns who has an account', () => {
  test('an unknown name and a wrong password are answered alike, to the letter', async () => {
    const known = await password(hub.client(), 'sara', 'wrong', office);
    const unknown = await password(hub.client(), 'nobody-here', 'wrong', office);
    const national = await password(hub.client(), 'noura', 'wrong', office);
    const same = ({ text }: { text: string }) => text.replace(/nonce="[^"]+"/g, '').replace(/[0-9a-f-]{36}/g, '');
    expect([unknown.status, unknown.code]).toEqual([known.status, known.code]);
    expect(same(unknown)).toBe(same(known));
    expect(same(national)).toBe(same(known));
  });

  test('an unknown name is locked after as many tries as a known one', async () => {
    const known = await fails(hub.client(), 'sara', office, 6);
    const unknown = await fails(hub.client(), 'nobody-here', office, 6);
    expect(unknown).toEqual(known);
  });
});

describe('session fixation', () => {
  test('a cookie planted before the sign-in is worth nothing after it', async () => {
    const planted = 'planted-by-somebody-else';
    const response = await fetch(`${hub.url}/auth/sign-in/staff`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ username: 'alice', password: 'alice-password' }),
      headers: { origin: hub.url, cookie: `amanah=${planted}` },
    });
    const given = response.headers.getSetCookie().find((cookie) => cookie.startsWith('amanah='));
    expect(given).toBeDefined();
    expect(given).not.toContain(planted);
    expect(given).toContain('HttpOnly');
    expect((await fetch(`${hub.url}/auth/check`, { headers: { cookie: `amanah=${planted}` } })).status).toBe(401);
  });

  test('a second sign-in in the same browser ends the first session', async () => {
    const browser = await hub.signIn('alice', 'alice-password');
    const first = browser.cookie;
    await browser.signIn('alice', 'alice-password');
    expect(browser.cookie).not.toBe(first);
    await expect.poll(async () => (await fetch(`${hub.url}/auth/check`, { headers: { cookie: first } })).status, { timeout: 15_000 }).toBe(401);
  });

  test('proving again who one is changes the cookie; the earlier one is worth nothing', async () => {
    const browser = await hub.signIn('alice', 'alice-password');
    const before = browser.cookie;
    expect((await send(browser, '/auth/step-up/password', { password: 'alice-password', rd: '/account' })).to).toBe('/account');
    expect(browser.cookie).not.toBe(before);
    expect((await browser.fetch('/auth/check')).status).toBe(204);
    await expect.poll(async () => (await fetch(`${hub.url}/auth/check`, { headers: { cookie: before } })).status, { timeout: 15_000 }).toBe(401);
  });
});
