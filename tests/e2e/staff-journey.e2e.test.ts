import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { VirtualPasskey } from './pages/virtual-passkey.ts';

describe('a staff person protects the own account, in Arabic', () => {
  let hub: TestHub;
  let database: TestDatabase;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let passkey: VirtualPasskey;
  let secret: string;
  let recovery: string[];

  beforeAll(async () => {
    database = await startTestDatabase();
    hub = await createTestHub({ profile: 'demo', signIn: 'national', env: { DATABASE_URL: database.url } });
    const added = await hub.cli(
      'user',
      'add',
      '--id',
      'hessa',
      '--password',
      'hessa-password',
      '--name-ar',
      'هند السالم',
      '--name-en',
      'Hind Alsalem',
      '--json',
    );
    secret = (JSON.parse(added.stdout) as { totpSecret: string }).totpSecret;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ar-SA' });
    page = await context.newPage();
    passkey = await VirtualPasskey.in(page);
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
    await database?.drop();
  });

  /** A code of the app for the step after the last one used: each counts once. */
  let stepsAhead = 0;
  const nextCode = () => new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.now() + stepsAhead++ * 30_000 });
  const signOut = async () => {
    await page.goto(`${hub.url}/auth/sign-out`);
    await page.click('form[action="/auth/sign-out"] button');
    await page.waitForSelector('h1:has-text("تم تسجيل الخروج")');
  };

  test('signs in with password and the code of the app', async () => {
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account/security`);
    await page.fill('#username', 'hessa');
    await page.fill('#password', 'hessa-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(/\/auth\/sign-in\/code/);
    expect(await pageFaults(page)).toEqual([]);
    await page.fill('#code', nextCode());
    await page.click('form[action="/auth/sign-in/code"] button');
    await page.waitForURL(`${hub.url}/account/security`);
  });

  test('adds a passkey, names it and makes recovery codes', async () => {
    await page.getByRole('button', { name: 'أضف مفتاح مرور' }).click();
    await page.getByText('أُضيف مفتاح المرور').waitFor();
    expect(await passkey.count()).toBe(1);
    await page.getByRole('button', { name: /^غيّر اسم/ }).click();
    await page.getByLabel('اسم المفتاح').fill('حاسوب المكتب');
    await page.getByRole('button', { name: 'احفظ' }).click();
    await page.getByText('حاسوب المكتب').waitFor();
    await page.getByRole('button', { name: 'أنشئ رموز الاسترداد' }).click();
    await page.locator('.ac-codes li').first().waitFor();
    recovery = await page.locator('.ac-codes li').allInnerTexts();
    expect(recovery).toHaveLength(10);
    expect(await pageFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'حفظتها' }).click();
    await page.getByText('بقيت 10 رموز').waitFor();
  });

  test('signs in by the passkey from the public page and from the staff page', async () => {
    for (const from of ['/auth/sign-in', '/auth/sign-in/staff']) {
      await signOut();
      await page.goto(`${hub.url}${from}?rd=/account`);
      await page.getByRole('button', { name: 'الدخول بمفتاح المرور' }).click();
      await page.waitForURL(`${hub.url}/account`);
    }
    expect(await passkey.count()).toBe(1);
  });

  test('an authenticator that did not recognise its owner is refused', async () => {
    await signOut();
    await passkey.recognises(false);
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account`);
    await page.getByRole('button', { name: 'الدخول بمفتاح المرور' }).click();
    await page.getByText('لم يكتمل استعمال مفتاح المرور').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await passkey.recognises(true);
  });

  test('gets in with a recovery code once, and not with the same one again', async () => {
    const withRecovery = async () => {
      await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account/security`);
      await page.fill('#username', 'hessa');
      await page.fill('#password', 'hessa-password');
      await page.click('form[action="/auth/sign-in/staff"] button');
      await page.getByRole('link', { name: 'استعمل رمز استرداد' }).click();
      await page.fill('#code', recovery[0]?.trim().toLowerCase() ?? '');
      await page.click('form[action="/auth/sign-in/code"] button');
    };
    await withRecovery();
    await page.waitForURL(`${hub.url}/account/security`);
    await page.getByText('بقيت 9 رموز').waitFor();
    await signOut();
    await withRecovery();
    await page.getByText('رمز التحقق غير صحيح أو سبق استعماله').waitFor();
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account/security`);
    await page.getByRole('button', { name: 'الدخول بمفتاح المرور' }).click();
    await page.waitForURL(`${hub.url}/account/security`);
  });

  test('after a while a risky act first asks who it is, and comes back', async () => {
    // The sign-in grows old in the store: nobody waits a quarter of an hour in a test.
    await database.query(`UPDATE hub.session SET authenticated_at = now() - interval '1 hour'`);
    const before = await cookie();
    // A replica believes what it has just read of a session for some seconds.
    await expect
      .poll(
        async () => {
          await page.goto(`${hub.url}/account/security`);
          await page.getByRole('button', { name: 'أنشئ رموزاً جديدة' }).click();
          return Promise.race([
            page.waitForURL(/\/auth\/step-up\?/).then(() => 'asked'),
            page
              .locator('.ac-codes li')
              .first()
              .waitFor()
              .then(() => 'done'),
          ]);
        },
        { timeout: 60_000 },
      )
      .toBe('asked');
    expect(await pageFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'التأكيد بمفتاح المرور' }).click();
    await page.waitForURL(`${hub.url}/account/security`);
    expect(await cookie()).not.toBe(before);
    await page.getByRole('button', { name: 'أنشئ رموزاً جديدة' }).click();
    await page.locator('.ac-codes li').first().waitFor();
    expect(await page.locator('.ac-codes li').allInnerTexts()).not.toEqual(recovery);
  });

  test('the step-up page takes the code of the app too, without JavaScript', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'ar-SA', storageState: await context.storageState() });
    const still = await plain.newPage();
    await still.goto(`${hub.url}/auth/step-up?rd=/account`);
    await still.fill('#code', nextCode());
    await still.click('form[action="/auth/step-up/code"] button');
    await still.waitForURL(`${hub.url}/account`);
    await plain.close();
  });

  async function cookie(): Promise<string | undefined> {
    return (await context.cookies()).find(({ name }) => name === 'amanah')?.value;
  }
});
