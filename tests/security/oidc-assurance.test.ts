import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answered, errorOf, Party, sendForm } from './oidc-party.ts';

const two = 'urn:amanah:acr:2';
let hub: TestHub;
let party: Party;
let outside: Party;

beforeAll(async () => {
  hub = await createTestHub();
  party = await Party.register(hub, 'inside');
  outside = await Party.register(hub, 'outside', ['--consent', '--title-ar', 'سوق الأحياء', '--title-en', 'Quarter Market']);
});
afterAll(async () => {
  await hub?.remove();
});

const alice = () => hub.signIn('alice', 'alice-password');
const ask = async (browser: CookieJar, more: Record<string, string>) => browser.open((await party.begin(more)).url.href);

/** Two seconds later the sign-in is older than the one second that a test asks for. */
const older = () => delay(2_100);

describe('prompt', () => {
  test('none answers silently for somebody signed in, also the first time, and never with a page', async () => {
    expect(answered(await ask(await alice(), { prompt: 'none' })).get('code')).toBeTruthy();
    expect(answered(await ask(hub.client(), { prompt: 'none' })).get('error')).toBe('login_required');
  });

  test('login makes the signed-in person prove again who they are, and tells the new time', async () => {
    const browser = await alice();
    const before = (await party.enter(browser)).claims()?.auth_time ?? 0;
    await older();
    const { url, checks } = await party.begin({ prompt: 'login' });
    const page = await browser.open(url.href);
    expect(page.url).toContain('/auth/step-up');
    const answer = await sendForm(browser, page, { password: 'alice-password' });
    expect((await party.redeem(answer, checks)).claims()?.auth_time).toBeGreaterThan(before);
  });

  test('login lets nobody by who only reloads', async () => {
    const browser = await alice();
    await older();
    const page = await ask(browser, { prompt: 'login' });
    expect(page.url).toContain('/auth/step-up');
    const again = await browser.open(new URL(page.url).searchParams.get('rd') ?? '');
    expect(again.url).toContain('/auth/step-up');
  });
});

describe('max_age', () => {
  test('is met by a fresh sign-in and asks again after an old one; with prompt=none it says so', async () => {
    const browser = await alice();
    expect(answered(await ask(browser, { max_age: '3600' })).get('code')).toBeTruthy();
    await older();
    expect(answered(await ask(browser, { max_age: '1', prompt: 'none' })).get('error')).toBe('login_required');
    const { url, checks } = await party.begin({ max_age: '1' });
    const answer = await sendForm(browser, await browser.open(url.href), { password: 'alice-password' });
    const { auth_time: at = 0 } = (await party.redeem(answer, checks)).claims() ?? {};
    expect(Date.now() / 1_000 - at).toBeLessThan(60);
  });

  test('of zero can be met', async () => {
    const browser = hub.client();
    const { url, checks } = await party.begin({ max_age: '0' });
    const answer = await sendForm(browser, await browser.open(url.href), { username: 'alice', password: 'alice-password' });
    expect((await party.redeem(answer, { ...checks, maxAge: 60 })).claims()?.auth_time).toBeDefined();
  });
});

describe('acr_values', () => {
  test('of two factors is met by a code after the password, without a second sign-in', async () => {
    const secret = await hub.addPerson('hessa', 'hessa-password-1', { name: { ar: 'هند', en: 'Hind' }, factor: 'totp' });
    const browser = hub.client();
    const { url, checks } = await party.begin({ acr_values: two });
    const code = await sendForm(browser, await browser.open(url.href), { username: 'hessa', password: 'hessa-password-1' });
    const answer = await sendForm(browser, code, { code: new TOTP({ secret: secret! }).generate() });
    expect((await party.redeem(answer, checks)).claims()?.acr).toBe(two);
  });

  test('of two factors sends somebody with only a password to prove more, and prompt=none says what is missing', async () => {
    const browser = await alice();
    const page = await ask(browser, { acr_values: two });
    expect(page.url).toMatch(/\/auth\/step-up\?.*level=2/);
    expect(answered(await ask(browser, { acr_values: two, prompt: 'none' })).get('error')).toBe('unmet_authentication_requirements');
  });

  test('of one factor, or one not known here, lets a password by', async () => {
    for (const acr of ['urn:amanah:acr:1', `${two} urn:amanah:acr:1`, 'urn:other:gold'])
      expect(answered(await ask(await alice(), { acr_values: acr, prompt: 'none' })).get('code')).toBeTruthy();
  });
});

test('a client that expects one person does not get another who is signed in', async () => {
  await hub.addPerson('omar', 'omar-password-1', { name: { ar: 'عمر', en: 'Omar' } });
  const { id_token: hint = '' } = await party.enter(await alice());
  const browser = await hub.signIn('omar', 'omar-password-1');
  await party.enter(browser);
  expect(answered(await ask(browser, { id_token_hint: hint, prompt: 'none' })).get('error')).toBe('login_required');
  await older();
  const { url, checks } = await party.begin({ id_token_hint: hint });
  const page = await browser.open(url.href);
  expect(page.url).toContain('/auth/sign-in/staff');
  const answer = await sendForm(browser, page, { username: 'alice', password: 'alice-password' });
  const name = (await party.redeem(answer, checks)).claims()?.['preferred_username'];
  expect(name).toBe('alice');
});

test('a request that has run out, or that another browser began, is answered with what to do', async () => {
  const page = await hub.client().open((await party.begin()).url.href);
  const uid = new URL(page.url).searchParams.get('rd') ?? '';
  const answer = await (await alice()).open(uid);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('انتهت محاولة تسجيل الدخول هذه');
});

test('the next person at the same browser gets nothing of the one before', async () => {
  const browser = await alice();
  const first = await party.enter(browser);
  await browser.signIn('omar', 'omar-password-1');
  const second = await party.enter(browser);
  expect(second.claims()?.['preferred_username']).toBe('omar');
  expect(await party.userinfoStatus(first.access_token)).toBe(401);
});

describe('a client that is not one of the own systems', () => {
  test('is named with what it would learn, in both languages, by a form that needs no script', async () => {
    const browser = await alice();
    const { url } = await outside.begin({ scope: 'openid profile email' });
    const page = await browser.open(url.href);
    const said: Record<string, string> = {};
    for (const language of ['ar', 'en']) said[language] = await (await browser.open(`/language/${language}?rd=${new URL(page.url).pathname}`)).text();
    expect(said['ar']).toContain('سوق الأحياء');
    expect(said['ar']).toMatch(/<html[^>]*dir="?rtl/);
    expect(said['en']).toContain('Quarter Market');
    expect(said['en']).toContain('your e-mail address');
    expect(said['en']).not.toContain('national identity number');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('learns nothing when the person refuses, and nothing by a form from elsewhere', async () => {
    const browser = await alice();
    const page = await browser.open((await outside.begin()).url.href);
    const forged = await browser.fetch(new URL(page.url).pathname, {
      method: 'POST',
      body: 'answer=allow',
      headers: { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([forged.status, forged.headers.get('location')]).toEqual([403, null]);
    const answer = answered(await sendForm(browser, page, { answer: 'refuse' }));
    expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
    expect(answered(await browser.open((await outside.begin({ prompt: 'none' })).url.href)).get('error')).toBe('consent_required');
  });

  test('is asked for once, again when it wants more, and again after the person took it back', async () => {
    const browser = await alice();
    const enter = async (scope: string) => {
      const { url, checks } = await outside.begin({ scope });
      const page = await browser.open(url.href);
      const asked = page.headers.get('location') === null;
      const answer = asked ? await sendForm(browser, page, { answer: 'allow' }) : page;
      return { asked, tokens: await outside.redeem(answer, checks) };
    };
    const first = await enter('openid profile');
    expect([first.asked, (await enter('openid profile')).asked, (await enter('openid profile email')).asked, (await enter('openid email')).asked]).toEqual([
      true,
      false,
      true,
      false,
    ]);

    const listed = await browser.fetch('/api/account/consents');
    expect(await listed.text()).toContain('سوق الأحياء');
    const taken = await browser.fetch('/api/account/consents/outside', { method: 'DELETE' });
    expect(taken.status).toBeLessThan(300);
    expect(await outside.userinfoStatus(first.tokens.access_token)).toBe(401);
    expect(await errorOf(outside.refresh(first.tokens.refresh_token))).toBe('invalid_grant');
    expect((await enter('openid profile')).asked).toBe(true);
  });
});
