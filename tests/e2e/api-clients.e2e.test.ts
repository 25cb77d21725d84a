import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

let hub: TestHub;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', standIns: true });
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' });
  page = await context.newPage();
  await signInAsOfficial(page, hub.url, operator, '/operations');
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

const chooseIn = async (label: string, words: string) => {
  await page.getByRole('combobox', { name: label }).fill(words);
  await page.getByRole('option', { name: words }).first().click();
};

test('an operator registers a system that calls the API, grants it one permission and takes that back, disables it and lets it in again', async () => {
  await page.goto(`${hub.url}/operations/clients`);
  await page.getByRole('button', { name: 'سجّل عميلاً' }).click();
  await page.getByLabel('معرّف العميل').fill('parks-sync');
  await page.getByText('يستدعي واجهة المنصة البرمجية باسمه').click();
  await chooseIn('الجهة المالكة', 'الإدارة العامة لمركز المعلومات');
  await page.getByRole('button', { name: 'سجّل العميل' }).click();
  await page.locator('.op-secret').waitFor(seconds(20));
  await page
    .getByRole('row', { name: /parks-sync/ })
    .getByRole('button', { name: /إجراءات/ })
    .click();
  await page.getByRole('menuitem', { name: 'ما يُسمح له به في الواجهة البرمجية' }).click();
  await page.getByText('لم تُمنح أي صلاحية').waitFor(seconds(20));
  await chooseIn('الصلاحية', 'الاطلاع على الأنظمة المتصلة');
  await chooseIn('على الوحدة وما يتبعها', 'الإدارة العامة لمركز المعلومات');
  await page.getByRole('button', { name: 'منح الصلاحية' }).click();
  const granted = page.getByRole('row', { name: /operations:system.read/ });
  await granted.waitFor(seconds(20));
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await pageFaults(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await granted.getByRole('button', { name: 'سحب' }).click();
  await page.getByText('لم تُمنح أي صلاحية').waitFor(seconds(20));
  const acts = () => page.getByRole('row', { name: /parks-sync/ }).getByRole('button', { name: /إجراءات/ });
  await acts().click();
  await page.getByRole('menuitem', { name: 'إيقاف' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'إيقاف' }).click();
  await page.getByText('موقوف', { exact: true }).waitFor(seconds(20));
  await acts().click();
  await page.getByRole('menuitem', { name: 'إعادة التفعيل' }).click();
  await expect.poll(() => page.getByText('موقوف', { exact: true }).count(), seconds(20)).toBe(0);
});
