import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';

let hub: TestHub;
let database: TestDatabase;
let browser: Browser;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  await hub.addPerson('inspector', 'inspector-password-1', { name: { ar: 'مراقب الظهران', en: 'Inspector' }, role: 'inspector@m-dhahran' });
  await hub.addPerson('agent', 'agent-password-1', { name: { ar: 'موظف المكتب', en: 'Agent' } });
  const office = { type: 'establishment', unifiedNumber: '7012345678', name: { ar: 'مكتب المسار السريع للخدمات', en: 'Fast Track Service Office' } };
  await database.query(`INSERT INTO hub.affiliation SELECT id, $1, $2::jsonb FROM hub.person WHERE username = 'agent' ON CONFLICT DO NOTHING`, [
    'agent:7012345678',
    JSON.stringify({ kind: 'agent', office }),
  ]);
  await database.query(
    `INSERT INTO hub.role_holding SELECT id, 'agent:7012345678', 'office-agent', 'eamana' FROM hub.person WHERE username = 'agent' ON CONFLICT DO NOTHING`,
  );
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await database?.drop();
});

async function open(path: string, width: number, [username, password]: readonly [string, string]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: 'ar', url: hub.url }]);
  const page = await context.newPage();
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=${path}`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.waitForURL(`${hub.url}${path}`);
  return page;
}

async function expectSound(page: Page): Promise<void> {
  expect(await pageFaults(page)).toEqual([]);
}

test.each([360, 1280])('an inspector opens a visit at %i px, told first what is missing', async (width) => {
  const page = await open('/staff/inspections/new', width, ['inspector', 'inspector-password-1']);
  await page.getByRole('button', { name: 'فتح الزيارة' }).click();
  await page.getByText('أكمل هذا الحقل.').first().waitFor();
  await expectSound(page);
  await page.getByLabel('الرقم الوطني الموحد للمنشأة').fill('7001234567');
  await page.getByLabel('اسم المحل كما على لوحته').fill('تموينات الواحة');
  await page.getByText('صغيرة', { exact: true }).click();
  await page.getByText('بلاغ 940', { exact: true }).click();
  await page.getByRole('button', { name: 'فتح الزيارة' }).click();
  const go = page.getByRole('link', { name: 'الانتقال إلى الزيارة' });
  await go.waitFor();
  await expectSound(page);
  await picture(page, `inspection-new-${width}`);
  await go.click();
  await page.getByRole('heading', { level: 1, name: 'تموينات الواحة' }).waitFor();
  await page.getByText('بلاغ 940').first().waitFor();
  await expectSound(page);
  await picture(page, `inspection-case-${width}`);
  await page.context().close();
});

test.each([360, 1280])('an owner delegates to an office with a limit at %i px', async (width) => {
  const page = await open('/account/delegations', width, ['alice', 'alice-password']);
  await page.getByRole('button', { name: 'أضف تفويضاً' }).click();
  await page.getByText('مكتباً خدمياً معتمداً', { exact: true }).click();
  await page.getByRole('button', { name: /المكتب الخدمي/ }).click();
  await page.getByRole('option', { name: 'مكتب المسار السريع للخدمات' }).click();
  await page.getByLabel('أعلى رسوم للطلب الواحد').fill('500');
  await page.getByRole('button', { name: 'أرسل التفويض' }).click();
  await page.getByText('أضف خدمة واحدة على الأقل.').waitFor();
  await expectSound(page);
  await picture(page, `delegation-office-${width}`);
  await page.context().close();
});
