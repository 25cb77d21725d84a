import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../e2e/pages/browser.ts';
import { NationalSignIn } from '../e2e/pages/national-sign-in.ts';
import { password, send } from './sign-in-forms.ts';

const [noura, khalid] = ['1072645193', '1019304755'];
let hub: TestHub;
let database: TestDatabase;
let browser: Browser;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, env: { DATABASE_URL: database.url } });
  browser = await openBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await database?.drop();
});

const growOld = async () => {
  await database.query(`UPDATE hub.session SET authenticated_at = now() - interval '1 hour'`);
  await database.query(`SELECT pg_notify('hub_session_changed', id::text) FROM hub.session`);
};
const proofAge = async () =>
  (await database.query<{ seconds: number }>('SELECT extract(epoch FROM now() - max(authenticated_at))::float AS seconds FROM hub.session'))[0]!.seconds;
const makeCodes = async (jar: CookieJar) => {
  const response = await jar.fetch('/api/account/recovery-codes', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  return { status: response.status, code: response.ok ? null : ((await response.json()) as { code: string }).code };
};

describe('a risky act', () => {
  test('is refused with a code of its own once the sign-in is old, and done after a fresh proof', async () => {
    const jar = await hub.signIn('alice', 'alice-password');
    expect((await makeCodes(jar)).status).toBe(200);
    await growOld();
    await expect.poll(() => makeCodes(jar), { timeout: 15_000 }).toEqual({ status: 403, code: 'HTTP_FRESH_SIGN_IN_NEEDED' });
    await database.query('DELETE FROM hub.recovery_code');
    const wrong = await send(jar, '/auth/step-up/password', { password: 'no', rd: '/account/security' });
    expect(wrong).toMatchObject({ status: 401, code: 'IDENTITY_PASSWORD_REFUSED' });
    expect((await makeCodes(jar)).status).toBe(403);
    expect((await send(jar, '/auth/step-up/password', { password: 'alice-password', rd: '/account/security' })).to).toBe('/account/security');
    expect((await makeCodes(jar)).status).toBe(200);
  });

  test('cannot be reached by a foreign return address or without a session', async () => {
    const jar = await hub.signIn('alice', 'alice-password');
    await database.query('DELETE FROM hub.recovery_code');
    const away = await send(jar, '/auth/step-up/password', { password: 'alice-password', rd: 'https://evil.example/' });
    expect(away.to).toBe('/');
    expect((await hub.client().fetch('/auth/step-up?rd=/account')).headers.get('location')).toBe('/auth/sign-in?rd=%2Faccount');
    expect((await send(hub.client(), '/auth/step-up/password', { password: 'alice-password' })).status).toBe(401);
  });

  test('a password does not stand in for a second factor the person has', async () => {
    const jar = await hub.signIn('alice', 'alice-password');
    expect((await makeCodes(jar)).status).toBe(200);
    const answer = await send(jar, '/auth/step-up/password', { password: 'alice-password', rd: '/' });
    expect(answer.status).toBe(401);
    await database.query('DELETE FROM hub.recovery_code');
  });
});

describe('a person of the national sign-in', () => {
  let context: BrowserContext;
  let page: Page;

  const signIn = async (nationalId: string) => {
    context = await browser.newContext({ locale: 'ar-SA', viewport: { width: 390, height: 844 } });
    page = await context.newPage();
    await page.goto(`${hub.url}/auth/sign-in?rd=/account/security`);
    await page.click('form[action="/auth/sign-in/national"] button');
    await new NationalSignIn(page).approve(nationalId);
    await page.waitForURL(/\/auth\/capacity|\/account\/security/);
    if (page.url().includes('/auth/capacity')) {
      await page.check('input[name=capacity][value=self]');
      await page.click('form[action="/auth/capacity"] button');
    }
    await page.waitForURL(`${hub.url}/account/security`);
  };

  test('proves again who they are by a new national sign-in, though the provider knows them still', async () => {
    await signIn(noura);
    await growOld();
    await page.goto(`${hub.url}/auth/step-up?rd=/account/security`);
    await page.click('form[action="/auth/step-up/national"] button');
    await new NationalSignIn(page).approve(noura);
    await page.waitForURL(`${hub.url}/account/security`);
    expect(await proofAge()).toBeLessThan(300);
    await context.close();
  });

  test('cannot step up with the identity of somebody else', async () => {
    await signIn(noura);
    await growOld();
    await page.goto(`${hub.url}/auth/step-up?rd=/account/security`);
    await page.click('form[action="/auth/step-up/national"] button');
    await new NationalSignIn(page).approve(khalid);
    await page.getByText('هذا التأكيد لشخص آخر').waitFor();
    expect(await proofAge()).toBeGreaterThan(3_000);
    await context.close();
  });
});

test('the number of tries to step up is limited', async () => {
  const jar = await hub.signIn('alice', 'alice-password');
  const statuses: number[] = [];
  for (let one = 0; one < 11; one++) statuses.push((await send(jar, '/auth/step-up/password', { password: `no-${one}`, rd: '/' })).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await password(hub.client(), 'alice', 'alice-password')).status).toBe(303);
});
