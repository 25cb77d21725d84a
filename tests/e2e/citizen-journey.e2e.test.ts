import { createTestHub, type TestHub } from '@amanah/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NationalSignIn } from './pages/national-sign-in.ts';

const citizen = '1072645193';

describe('a citizen with a phone, in Arabic', () => {
  let hub: TestHub;
  let browser: Browser;
  let phone: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ar-SA' });
    page = await phone.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  test('finds a service without signing in, in other words than its title', async () => {
    await page.goto(`${hub.url}/services?q=${encodeURIComponent('كرت صحي')}`);
    await page
      .getByRole('link', { name: /شهادة صحية/ })
      .first()
      .click();
    await page.waitForURL(/\/services\/SRV-\d{3}$/);
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await expect.poll(() => page.locator('h1').textContent()).toContain('شهادة صحية');
  });

  test('signs in with national identity by the number shown, and chooses a capacity', async () => {
    await page.goto(`${hub.url}/auth/sign-in?rd=/systems`);
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await page.click('form[action="/auth/sign-in/national"] button');
    await new NationalSignIn(page).approve(citizen);
    await page.waitForURL(/\/auth\/capacity/);
    expect(await page.locator('input[name=capacity]').count()).toBeGreaterThan(1);
    await page.check('input[name=capacity][value=self]');
    await page.click('form[action="/auth/capacity"] button');
    await page.waitForURL(`${hub.url}/systems`);
  });

  test('opens an older system in its own look under the portal bar, and comes back by the browser', async () => {
    await page.goto(`${hub.url}/systems`);
    await page.locator('a[href^="/auth/enter/wiki"]').first().click();
    await page.waitForURL(/\/\/wiki\.localhost/);
    await expect.poll(() => page.locator('amanah-bar').evaluate((bar) => bar.shadowRoot?.textContent ?? '')).toContain('العودة إلى البوابة');
    expect(await page.locator('#dokuwiki__site').count()).toBe(1);
    const cookies = await phone.cookies(page.url());
    expect(cookies.filter(({ httpOnly, name }) => name.startsWith('amanah') && !httpOnly && name !== 'amanah_lang')).toEqual([]);
    await page.goBack();
    await page.waitForURL(`${hub.url}/systems`);
  });

  test('signs out everywhere: the portal and the system ask to sign in again', async () => {
    await page.goto(`${hub.url}/auth/sign-out`);
    await page.click('form[action="/auth/sign-out-everywhere"] button');
    await expect.poll(() => page.locator('h1').textContent()).toContain('تم تسجيل الخروج');
    await page.goto(`${hub.url}/systems`);
    expect(page.url()).toContain('/auth/sign-in');
    await page.goto(hub.url.replace('localhost', 'wiki.localhost'));
    expect(page.url()).toContain('/auth/sign-in');
  });
});
