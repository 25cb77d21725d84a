import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';

const card = '/services/SRV-001';
const words = 'مدة الإصدار في البطاقة تخالف ما قيل لي في البلدية';

describe('what beneficiaries say of a service', () => {
  let hub: TestHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let reference: string;

  beforeAll(async () => {
    hub = await createTestHub({ profile: 'demo' });
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ar-SA' });
    page = await context.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  const voice = () => page.locator('.sv-voice');
  const openCard = async () => {
    await page.goto(hub.url + card);
    await voice().waitFor();
  };

  test('a card that nobody rated says so and shows no invented figure; rating asks to sign in', async () => {
    await openCard();
    await page.getByText('لا تقييمات بعد').first().waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/\d من 5 ·/);
    expect(await voice().getByRole('radio').count()).toBe(0);
    await voice().getByRole('link', { name: 'سجّل الدخول لتقييم الخدمة' }).waitFor();
    const anonymous = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ stars: 5 }) };
    expect((await hub.client().fetch('/api/services/ratings/SRV-001', anonymous)).status).toBe(401);
  });

  test('anyone reports a problem on a card: too few words are sent back, enough give a reference number', async () => {
    await openCard();
    await voice().locator('summary', { hasText: 'أبلغ عن مشكلة' }).click();
    await page.getByLabel('وصف المشكلة').fill('خطأ');
    await page.getByRole('button', { name: 'أرسل البلاغ' }).click();
    await page.getByText('اكتب 10 أحرف على الأقل').waitFor();
    await page.getByLabel('وصف المشكلة').fill(words);
    await page.getByRole('button', { name: 'أرسل البلاغ' }).click();
    const notice = page.getByText(/وصلنا بلاغك برقم/);
    await notice.waitFor();
    reference = /PR-[0-9A-Z]{8}/.exec((await notice.textContent()) ?? '')?.[0] ?? '';
    expect(reference).toMatch(/^PR-/);
  });

  test('a person who is signed in rates, sees it counted at once, and may change it: still one rating', async () => {
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=${card}`);
    await page.fill('#username', 'alice');
    await page.fill('#password', 'alice-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(hub.url + card);
    for (const [stars, shown] of [
      [4, '4'],
      [2, '2'],
    ] as const) {
      await openCard();
      await voice()
        .locator('.sv-star')
        .nth(stars - 1)
        .click();
      await page.getByRole('button', { name: 'أرسل التقييم' }).click();
      await page.getByText('حُفظ تقييمك').waitFor();
      await expect.poll(() => page.locator('main').textContent()).toMatch(new RegExp(`${shown}\\s*من 5 · تقييم واحد`));
    }
    await openCard();
    expect(await voice().getByRole('radio').nth(1).isChecked()).toBe(true);
    expect(await (await hub.client().fetch(card)).text()).toMatch(/2 من 5 · تقييم واحد/);
  });

  test('a burial service is neither rated nor surveyed, but its card can be reported', async () => {
    await page.goto(`${hub.url}/services/SRV-084`);
    await voice().waitFor();
    expect(await page.locator('.sv-star').count()).toBe(0);
    expect(await voice().locator('summary', { hasText: 'أبلغ عن مشكلة' }).count()).toBe(1);
    const alice = await hub.signIn('alice', 'alice-password');
    const given = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ stars: 5 }) };
    const refused = await alice.fetch('/api/services/ratings/SRV-084', given);
    expect(await refused.json()).toMatchObject({ code: 'SERVICES_RATING_CLOSED' });
  });

  test('operations sees the report with its number, answers it, and finds it among the answered', async () => {
    const desk = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' });
    const reports = await desk.newPage();
    await signInAsOfficial(reports, hub.url, operator, '/operations/reports');
    const report = reports.locator('.op-letters > li', { hasText: reference });
    await report.getByText(words).waitFor();
    expect(await report.getByRole('link').getAttribute('href')).toBe(card);
    await report.getByRole('button', { name: 'سجّل الرد' }).click();
    const dialog = reports.getByRole('dialog');
    await dialog.getByRole('textbox').fill('صُححت المدة في البطاقة');
    await dialog.getByRole('button', { name: 'سجّل الرد' }).click();
    await expect.poll(() => report.count()).toBe(0);
    await reports.getByText('رُدّ عليها').click();
    await report.getByText('صُححت المدة في البطاقة').waitFor();
    await desk.close();
  });
});
