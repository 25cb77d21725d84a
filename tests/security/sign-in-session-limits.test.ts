import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../e2e/pages/browser.ts';
import { pageFaults } from '../e2e/pages/page-faults.ts';

let browser: Browser;
let hub: TestHub;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(() => hub?.remove());

async function signedIn(limits: Record<string, string>): Promise<Page> {
  hub = await createTestHub({ env: limits });
  const page = await (await browser.newContext({ locale: 'ar-SA' })).newPage();
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account/consents`);
  await page.fill('#username', 'alice');
  await page.fill('#password', 'alice-password');
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.waitForURL(`${hub.url}/account/consents`);
  return page;
}

const live = async (page: Page) => (await page.request.get(`${hub.url}/auth/check`)).status() === 204;

describe('limits of a session', () => {
  test('idleness is warned of; who answers stays, who does not is signed out and told', async () => {
    const page = await signedIn({ AMANAH_SESSION_IDLE_MINUTES: '0.4', AMANAH_SESSION_WARN_SECONDS: '14' });
    const warning = page.getByRole('dialog', { name: 'هل ما زلت هنا؟' });
    await warning.waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'ابقَ في الجلسة' }).click();
    await warning.waitFor({ state: 'detached' }).catch(() => warning.waitFor({ state: 'hidden' }));
    await warning.waitFor();
    await page.getByRole('dialog', { name: 'انتهت جلستك' }).waitFor();
    await expect.poll(() => live(page), { timeout: 30_000, interval: 6_000 }).toBe(false);
    await page.getByRole('button', { name: 'تسجيل الدخول' }).click();
    await page.waitForURL(/\/auth\/sign-in\?rd=%2Faccount%2Fconsents/);
  });

  test('the longest term is warned of too, and no activity puts it off', async () => {
    // 36.36 s: the hub starts with parts of a second too.
    const page = await signedIn({ AMANAH_SESSION_ABSOLUTE_HOURS: '0.0101', AMANAH_SESSION_WARN_SECONDS: '20' });
    await page.getByRole('dialog', { name: 'تقترب جلستك من أقصى مدتها' }).waitFor();
    expect(await live(page)).toBe(true);
    await expect.poll(() => live(page), { timeout: 60_000 }).toBe(false);
    await page.getByRole('dialog', { name: 'انتهت جلستك' }).waitFor();
    await page.goto(`${hub.url}/account`);
    expect(page.url()).toContain('/auth/sign-in');
  });
});
