import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { NationalSignIn } from './pages/national-sign-in.ts';
import { VirtualPasskey } from './pages/virtual-passkey.ts';

const khalid = '1019304755';
let hub: TestHub;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'ar-SA' });
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

/** Past the choice of capacity, when it comes. */
async function asOneself(path: string): Promise<void> {
  await page.waitForURL((url) => url.pathname === '/auth/capacity' || url.pathname === path);
  if (page.url().includes('/auth/capacity')) {
    await page.check('input[name=capacity][value=self]');
    await page.click('form[action="/auth/capacity"] button');
  }
  await page.waitForURL(`${hub.url}${path}`);
}

test('a citizen adds a passkey after national sign-in, and from then on signs in by it alone, as strongly, with no password anywhere', async () => {
  const passkey = await VirtualPasskey.in(page);
  await page.goto(`${hub.url}/auth/sign-in?rd=/account/security`);
  await page.click('form[action="/auth/sign-in/national"] button');
  await new NationalSignIn(page).approve(khalid);
  await asOneself('/account/security');
  await page.getByRole('button', { name: 'أضف مفتاح مرور' }).click();
  await page.getByText('أُضيف مفتاح المرور').waitFor();
  expect(await passkey.count()).toBe(1);
  await page.goto(`${hub.url}/auth/sign-out`);
  await page.click('form[action="/auth/sign-out"] button');

  await page.goto(`${hub.url}/auth/sign-in?rd=/account/security`);
  expect(await page.locator('input[type=password]').count()).toBe(0);
  await page.getByRole('button', { name: 'الدخول بمفتاح المرور' }).click();
  await asOneself('/account/security');
  // A risky act needs no further proof.
  const again = await page.evaluate(async () => {
    const answer = await fetch('/api/account/passkeys/options', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    return answer.status;
  });
  expect(again).toBe(200);
  await page.goto(`${hub.url}/account/sessions`);
  await page.locator('#am-application').getByText('مفتاح مرور').first().waitFor();
});
