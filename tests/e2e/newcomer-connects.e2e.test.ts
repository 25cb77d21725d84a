import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, startTestSftp, type TestHub, type TestSftp } from '@amanah/testing';
import iconv from 'iconv-lite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

interface Newcomer {
  readonly kind: string;
  /** What is connected: a stand-in of the demo, or a folder on an OpenSSH server of the test's own. */
  readonly what: string;
  readonly id: string;
  /** Fills in the connection step. */
  fill(page: Page, url: string): Promise<void>;
  /** Part of the operation's name in the contract. */
  readonly operation: string;
  readonly input: object;
  /** What the system's answer holds. */
  readonly answer: string;
  /** Maps what comes out by the small form, where the newcomer wants it otherwise. */
  map?(page: Page): Promise<void>;
}

const choose = async (page: Page, label: RegExp, option: RegExp) => {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

const newcomers: readonly Newcomer[] = [
  {
    kind: 'واجهة REST بوصف OpenAPI',
    what: 'commerce-register',
    id: 'new-rest',
    async fill(page, url) {
      await page.getByLabel('عنوان وثيقة OpenAPI').fill(`${url}/v2/openapi.json`);
      await choose(page, /كيف تثبت/, /OAuth 2/);
      await page.getByLabel('معرّف العميل أو المستخدم').fill('amanah-eastern-province');
      await page.getByLabel('السر').fill('commerce-register-demo-secret');
    },
    operation: 'getCompany',
    input: { unifiedNumber: '7000000070' },
    answer: '7000000070',
  },
  {
    kind: 'خدمة SOAP بوصف WSDL',
    what: 'shop-register-khobar',
    id: 'new-soap',
    fill: (page, url) => page.getByLabel('عنوان WSDL').fill(`${url}/register?wsdl`),
    operation: 'Rokhas.Soap.GetRokhsa',
    input: { user: 'hub', password: 'Rokhas-Khobar-1428', number: '51142010000' },
    answer: '"validUntil": "20',
    async map(page) {
      await page.locator('summary', { hasText: 'ما تعطيه' }).click();
      await page.locator('.op-schema').getByText('rokhsa.expires', { exact: true }).waitFor();
      await page.locator('summary', { hasText: 'تحويل المخرجات' }).click();
      const add = async (to: string, from: string) => {
        await page.getByRole('button', { name: 'أضف حقلاً' }).last().click();
        const field = page.locator('.op-mapped').last();
        await field.getByLabel('إلى').fill(to);
        await field.getByLabel(/^من(?: |\(|$)/).fill(from);
        return field;
      };
      const state = await add('state', 'rokhsa.state');
      await state.getByLabel('قائمة الرموز').fill('1 = valid\n2 = expired\n3 = suspended\n4 = cancelled');
      const until = await add('validUntil', 'rokhsa.expires');
      await until.getByRole('button', { name: /تاريخ النظام/ }).click();
      await page.getByRole('option', { name: 'هجري (أم القرى)' }).click();
      await until.getByLabel('شكل التاريخ').fill('yyyy/MM/dd');
    },
  },
  {
    kind: 'قاعدة بيانات',
    what: 'shop-register-central-dammam',
    id: 'new-sql',
    async fill(page, url) {
      await page.getByLabel('عنوان قاعدة البيانات').fill(url);
      await page.getByLabel('مستخدم قاعدة البيانات').fill('hub_rokhas');
      await page.getByLabel('السر').fill('Rokhas-Hub-1419');
    },
    operation: 'T_NASHAT.list',
    input: {},
    answer: 'NASHAT_CODE',
  },
  {
    kind: 'ملفات في مجلد',
    what: 'nightly-files',
    id: 'new-files',
    async fill(page, url) {
      await page.getByLabel('عنوان المجلد').fill(url);
      await page.getByLabel('اسم المستخدم أو معرّف المفتاح').fill(sftp.username);
      await page.getByLabel('السر').fill(sftp.password);
      await page.getByRole('button', { name: 'اقرأ ما يقدمه النظام' }).click();
      // The server is not known yet; its fingerprint is shown, to be compared with what its administrator says.
      const shown = page.getByText(/SHA256:[A-Za-z0-9+/]{43}/).first();
      await shown.waitFor(seconds(60));
      const [fingerprint = ''] = /SHA256:[A-Za-z0-9+/]{43}/.exec((await shown.textContent()) ?? '') ?? [];
      expect(fingerprint).toBe(sftp.hostKey);
      await page.getByLabel('بصمة مفتاح الخادم').fill(fingerprint);
    },
    operation: 'licences.list',
    input: {},
    answer: 'بقالة النخيل',
  },
];

/** What a clerk of another municipality exports: Windows-1256, semicolons. */
const nightly = 'رقم الرخصة;اسم المحل;تاريخ الانتهاء\r\n56142010001;بقالة النخيل;14/06/1449\r\n56142010002;مخبز السنابل;02/01/1450\r\n';
let sftp: TestSftp;

describe('a newcomer', () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let standIns: Readonly<Record<string, { readonly url: string }>>;

  beforeAll(async () => {
    hub = await createTestHub({ profile: 'demo', standIns: true });
    sftp = await startTestSftp();
    writeFileSync(join(sftp.folder, 'licences-14480612.csv'), iconv.encode(nightly, 'windows-1256'), { mode: 0o644 });
    standIns = JSON.parse(readFileSync(join(hub.dataDir, 'run', 'stand-ins.json'), 'utf8')) as typeof standIns;
    browser = await openBrowser();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' })).newPage();
    await signInAsOfficial(page, hub.url, operator, '/operations/connect');
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
    await sftp?.remove();
  });

  const next = () => page.getByRole('button', { name: 'التالي' }).click(seconds(30));

  test.each(newcomers)('connects $what by the pages, sees what it offers, tries it, saves, and calls it with no restart', async (newcomer) => {
    const startedAt = Date.now();
    await page.goto(`${hub.url}/operations/connect`);
    await page.getByText(newcomer.kind).click(seconds(30));
    await page.getByLabel('الاسم بالعربية').fill('نظام جديد');
    await page.getByLabel('الاسم بالإنجليزية').fill('New system');
    await page.getByLabel('المعرّف', { exact: true }).fill(newcomer.id);
    await page.locator('#owner').fill('الإدارة العامة لمركز المعلومات');
    await page.getByRole('option').first().click(seconds(20));
    await next();
    await newcomer.fill(page, standIns[newcomer.what]?.url ?? sftp.url);
    await page.getByRole('button', { name: 'اقرأ ما يقدمه النظام' }).click();
    const offer = page.locator('.op-offer').filter({ hasText: newcomer.operation }).first();
    await offer.locator('label').first().click(seconds(60));
    await newcomer.map?.(page);
    await picture(page, `connect-${newcomer.id}-operations`);
    expect(await pageFaults(page)).toEqual([]);
    await next();
    await page.locator('#try-input').fill(JSON.stringify(newcomer.input));
    await page.getByRole('button', { name: 'جرّب' }).click();
    await page.getByText('نجحت التجربة').waitFor(seconds(60));
    expect(await page.locator('.op-text').first().textContent()).toContain(newcomer.answer);
    expect(await pageFaults(page)).toEqual([]);
    await next();
    await page.getByText('الاتصال يعمل، والنظام جاهز للنشر').waitFor(seconds(60));
    await page.getByRole('button', { name: 'احفظ وانشر' }).click();
    await page.getByRole('heading', { name: 'وصف النظام' }).waitFor(seconds(60));
    expect(await pageFaults(page)).toEqual([]);
    console.log(`connected ${newcomer.what} by the pages in ${Math.round((Date.now() - startedAt) / 1_000)} s`);

    await page.locator('summary', { hasText: 'التجربة' }).click();
    await page.locator('#try-input').fill(JSON.stringify(newcomer.input));
    await page.getByRole('button', { name: 'جرّب' }).click();
    await page.getByText('نجحت التجربة').waitFor(seconds(60));
  });

  test('finds each trial in the record, with both messages and no secret in them', async () => {
    await page.goto(`${hub.url}/operations/exchanges?system=new-rest`);
    await page.locator('tbody tr').first().waitFor(seconds(30));
    expect(await pageFaults(page)).toEqual([]);
    await page.locator('tbody tr a').first().click();
    await page.getByRole('heading', { name: 'الرسالة المستلمة' }).waitFor(seconds(30));
    const shown = (await page.locator('.op-text').allTextContents()).join('\n');
    // The unified number of an establishment is no personal data, and stands in the answer.
    expect(shown).toContain('7000000070');
    expect(shown).not.toContain('commerce-register-demo-secret');
    expect(await pageFaults(page)).toEqual([]);
  });

  test('is told in words what is wrong before anything is saved', async () => {
    await page.goto(`${hub.url}/operations/connect`);
    await page.getByText('واجهة REST بوصف OpenAPI').click(seconds(30));
    await page.getByLabel('الاسم بالعربية').fill('نظام غائب');
    await page.getByLabel('الاسم بالإنجليزية').fill('Absent system');
    await page.getByLabel('المعرّف', { exact: true }).fill('absent');
    await page.locator('#owner').fill('الإدارة العامة لمركز المعلومات');
    await page.getByRole('option').first().click(seconds(20));
    await next();
    await page.getByLabel('عنوان وثيقة OpenAPI').fill('http://127.0.0.99:9/openapi.json');
    await page.getByRole('button', { name: 'اقرأ ما يقدمه النظام' }).click();
    await page.getByText('لا يمكن الوصول إليه. تأكد من العنوان').waitFor(seconds(60));
    await page.getByLabel('عنوان وثيقة OpenAPI').fill(`${standIns['commerce-register']!.url}/nothing-here`);
    await page.getByRole('button', { name: 'اقرأ ما يقدمه النظام' }).click();
    await page.getByText('ما وُجد ليس الوصف المتوقع').waitFor(seconds(60));
  });
});
