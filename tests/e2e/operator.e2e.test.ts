import { writeFileSync, existsSync } from 'node:fs';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults, sideways } from './pages/page-faults.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';
import { trialManifest, trialPlugins, type TrialPlugins } from './pages/trial-plugins.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

const failingJob = `import { existsSync, writeFileSync } from 'node:fs';
import { manifest } from '../manifest.ts';
const near = (name) => new URL('../' + name, import.meta.url);
const input = { parse: (value) => value, safeParse: (data) => ({ success: true, data }) };
let job;
export default {
  manifest,
  setup(ctx) {
    job = ctx.job({ name: 'nightly-report', input, key: (given) => given.register, attempts: 1, timeoutMs: 10_000, async run(given) {
      if (given.register === 'gardens' || !existsSync(near('register-is-back'))) throw new Error('the register did not answer');
      writeFileSync(near('report-was-made'), '');
    } });
  },
  async start() {
    await job.enqueue({ register: 'trade', clientSecret: 'never-shown', nationalId: '1072645193' });
    await job.enqueue({ register: 'gardens' });
  },
};
`;

const blockingRoute = `import { manifest } from '../manifest.ts';
const schema = { parse: (value) => value, safeParse: (data) => ({ success: true, data }) };
export default {
  manifest,
  setup(ctx) {
    ctx.route({ method: 'get', path: '/think', access: { public: 'a trial' }, summary: 'Holds everybody up', input: schema, output: schema, async handle() {
      const until = Date.now() + 2_000;
      while (Date.now() < until);
      return {};
    } });
  },
};
`;

const pages = [
  '/operations',
  '/operations/systems',
  '/operations/systems/wiki',
  '/operations/connect',
  '/operations/jobs',
  '/operations/reports',
  '/operations/plugins',
  '/operations/micro-frontends',
  '/operations/clients',
  '/operations/sessions',
  '/operations/audit',
];

describe('an operator', () => {
  let plugins: TrialPlugins;
  let hub: TestHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let alice: CookieJar;

  beforeAll(async () => {
    plugins = trialPlugins({
      'broken-plugin': { 'manifest.ts': trialManifest('broken-plugin', 'no-such-unit'), 'server/index.ts': 'export default {};' },
      'slow-thinker': { 'manifest.ts': trialManifest('slow-thinker'), 'server/index.ts': blockingRoute },
      'failing-job': { 'manifest.ts': trialManifest('failing-job'), 'server/index.ts': failingJob },
    });
    hub = await createTestHub({ profile: 'demo', standIns: true, env: { AMANAH_PLUGINS_DIR: plugins.folder } });
    alice = await hub.signIn('alice', 'alice-password');
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' });
    page = await context.newPage();
    await signInAsOfficial(page, hub.url, operator, '/operations');
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
    plugins?.remove();
  });

  const open = async (path: string, language: 'ar' | 'en' = 'ar') => {
    await page.goto(`${hub.url}/language/${language}?rd=${path}`);
    await page.locator('.op-sheet').waitFor(seconds(20));
    await expect.poll(() => page.locator('.am-loading').count(), seconds(20)).toBe(0);
  };

  test('sees the health of every part, system and plugin, and what waits for a person', async () => {
    await open('/operations');
    const words = (await page.locator('#am-application').textContent()) ?? '';
    for (const part of ['قاعدة البيانات', 'المهام الآلية', 'صندوق الأحداث', 'البث المباشر', 'الإضافات', 'مفتاح التوقيع', 'النسخة الاحتياطية'])
      expect(words).toContain(part);
    expect(words).toContain('موسوعة الإجراءات');
    expect(words).toContain('إضافة مرفوضة');
    await expect.poll(() => page.locator('section[aria-labelledby=op-attention]').textContent(), seconds(40)).toContain('أخفقت');
  });

  test('learns of a change without loading the page again', async () => {
    await open('/operations');
    await page.evaluate(() => Object.assign(window, { same: true }));
    const before = await page.locator('tbody tr').count();
    writeFileSync(
      `${hub.dataDir}/library.yaml`,
      'id: library\ntitle: { ar: المكتبة, en: Library }\nowner: it-center\nadapter: webapp\nconnection: { upstream: "http://127.0.0.8:9", host: library }\naccess: signed-in\n',
    );
    expect(await hub.cli('system', 'add', `${hub.dataDir}/library.yaml`)).toMatchObject({ code: 0 });
    await expect.poll(() => page.locator('tbody tr').count(), seconds(60)).toBe(before + 1);
    await page.getByRole('heading', { name: /المكتبة: لا يرد/ }).waitFor(seconds(90));
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
  });

  test('sees why a plugin was refused: code, words and detail', async () => {
    await open('/operations/plugins');
    const notice = page.locator('.am-notice--danger', { hasText: 'broken-plugin' });
    expect(await notice.textContent()).toContain('HOST_UNIT_UNKNOWN');
    expect(await notice.textContent()).toContain('no-such-unit');
    expect(await notice.textContent()).toContain('الجهة المالكة للإضافة غير موجودة في الهيكل التنظيمي');
    await page
      .getByRole('row', { name: /services/ })
      .getByText('تعمل')
      .waitFor();
  });

  test('sees which plugin held up all others, and where', async () => {
    expect((await alice.fetch('/api/slow-thinker/think')).status).toBe(200);
    await expect
      .poll(async () => {
        await open('/operations/plugins');
        return page.locator('.am-notice--warn').allTextContents();
      }, seconds(60))
      .toContainEqual(expect.stringContaining('trial slow-thinker'));
    expect(await page.locator('.am-notice--warn', { hasText: 'slow-thinker' }).textContent()).toContain('server/index.ts');
  });

  test('runs a dead letter again when its cause is gone; its secrets are never shown', async () => {
    await open('/operations/jobs');
    const letter = page.locator('.op-letters > li', { hasText: 'register: trade' });
    await expect.poll(() => letter.count(), seconds(60)).toBe(1);
    const words = (await letter.textContent()) ?? '';
    expect(words).toContain('the register did not answer');
    expect(words).toContain('register: trade');
    expect(words).not.toMatch(/never-shown|1072645193/);
    writeFileSync(plugins.file('failing-job', 'register-is-back'), '');
    await letter.getByRole('button', { name: 'شغّلها من جديد' }).click();
    await expect.poll(() => existsSync(plugins.file('failing-job', 'report-was-made')), seconds(30)).toBe(true);
    await expect.poll(() => letter.count(), seconds(20)).toBe(0);
  });

  test('discards a dead letter that nobody needs, after being asked', async () => {
    await open('/operations/jobs');
    const letter = page.locator('.op-letters > li', { hasText: 'register: gardens' });
    await letter.getByRole('button', { name: 'أهملها' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'أهملها' }).click();
    await expect.poll(() => letter.count(), seconds(20)).toBe(0);
    await page.getByText('لا شيء أخفق').waitFor(seconds(20));
  });

  test('ends the session of a person found by name', async () => {
    expect((await alice.fetch('/api/account/profile')).status).toBe(200);
    await open('/operations/sessions');
    await page.getByRole('searchbox', { name: /رقم الهوية/ }).fill('أليس');
    const row = page.getByRole('row', { name: /أليس عبدالله/ });
    await expect.poll(() => page.getByRole('row').count(), seconds(20)).toBe(2);
    await row.getByRole('button', { name: 'أنهِ الجلسة' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'أنهِ الجلسة' }).click();
    await page.getByText('انتهت الجلسة').first().waitFor(seconds(20));
    await expect.poll(async () => (await alice.fetch('/api/account/profile')).status, seconds(20)).toBe(401);
  });

  test('registers a sign-in client: its secret is shown once, an address with a wildcard is refused at its field', async () => {
    await open('/operations/clients');
    await page.getByRole('button', { name: 'سجّل عميلاً' }).click();
    await page.getByLabel('معرّف العميل').fill('archive');
    await page.getByLabel('عناوين العودة', { exact: false }).first().fill('https://*.archive.example/cb');
    await page.getByRole('button', { name: 'سجّل العميل' }).click();
    await expect.poll(() => page.locator('.am-field__error').allTextContents(), seconds(20)).toContainEqual(expect.stringContaining('*'));
    await page.getByLabel('عناوين العودة', { exact: false }).first().fill('https://archive.example/cb');
    await page.getByRole('button', { name: 'سجّل العميل' }).click();
    const secret = page.locator('.op-secret');
    await secret.waitFor(seconds(20));
    const value = (await secret.textContent())?.trim() ?? '';
    expect(value.length).toBeGreaterThan(20);
    await open('/operations/clients');
    expect(await page.locator('#am-application').textContent()).toContain('https://archive.example/cb');
    expect(await page.locator('#am-application').textContent()).not.toContain(value);
  });

  test('gives a client a new secret, and removes it', async () => {
    const acts = () => page.getByRole('row', { name: /archive/ }).getByRole('button', { name: /إجراءات/ });
    await acts().click();
    await page.getByRole('menuitem', { name: 'سر جديد' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'سر جديد' }).click();
    await expect.poll(async () => ((await page.locator('.op-secret').textContent()) ?? '').trim().length, seconds(20)).toBeGreaterThan(20);
    await acts().click();
    await page.getByRole('menuitem', { name: 'احذف العميل' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'احذف العميل' }).click();
    await page.getByText('لا عملاء مسجلون بعد').waitFor(seconds(20));
  });

  test('reviews a micro-frontend by its files and withdraws it', async () => {
    await open('/operations/micro-frontends');
    await page.getByRole('button', { name: 'سجّل واجهة' }).click();
    await page.getByText('البيان نفسه').click();
    const hash = `sha384-${'A'.repeat(64)}`;
    await page
      .getByLabel('البيان', { exact: true })
      .fill(
        `id: parks\ntitle: { ar: الحدائق, en: Parks }\norigin: http://127.0.0.8:9\nentry: /main.js\nfiles: { /main.js: ${hash} }\nat: /parks\npermission: public\n`,
      );
    await page.getByRole('button', { name: 'سجّلها' }).click();
    const card = page.locator('.op-letters > li', { hasText: 'parks' });
    await card.getByText('تنتظر المراجعة').waitFor(seconds(20));
    expect(await card.textContent()).toContain(hash);
    await card.getByRole('button', { name: 'قارن بالمصدر' }).click();
    await card.getByText('تعذر جلبه').waitFor(seconds(20));
    await card.getByRole('button', { name: 'اعتمد هذه الملفات' }).click();
    await card.getByText('معتمدة', { exact: true }).waitFor(seconds(20));
    await card.getByRole('button', { name: 'اسحب' }).click();
    await card.getByText('مسحوبة', { exact: true }).waitFor(seconds(20));
  });

  test('answers a problem that a citizen reported', async () => {
    const reported = await hub.client().fetch('/api/services/problems/SRV-001', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ description: 'الرسوم في البطاقة لا تطابق الفاتورة' }),
    });
    const { reference } = (await reported.json()) as { reference: string };
    await open('/operations/reports');
    const report = page.locator('.op-letters > li', { hasText: reference });
    await report.getByRole('button', { name: 'سجّل الرد' }).click();
    await page.getByRole('dialog').getByLabel('ما الذي تم').fill('صُححت الرسوم في البطاقة');
    await page.getByRole('dialog').getByRole('button', { name: 'سجّل الرد' }).click();
    await expect.poll(() => report.count(), seconds(20)).toBe(0);
    await page.getByRole('button', { name: 'رُدّ عليها' }).click();
    await expect.poll(() => report.textContent(), seconds(20)).toContain('صُححت الرسوم في البطاقة');
  });

  test('finds all of it in the audit record, and proves that the record is whole', async () => {
    await open('/operations/audit');
    const words = (await page.locator('table').textContent()) ?? '';
    for (const action of [
      'dead-letter.replayed',
      'dead-letter.discarded',
      'session.revoked',
      'client.saved',
      'client.secretRotated',
      'client.removed',
      'micro-frontend.approved',
      'report.answered',
    ])
      expect(words).toContain(action);
    await page.getByRole('button', { name: 'تحقق من السلسلة' }).click();
    await page.getByText('السلسلة سليمة').waitFor(seconds(20));
  });

  test.each([
    ['ar', 1440],
    ['ar', 390],
    ['en', 1440],
    ['en', 390],
  ] as const)('has pages without an accessibility fault in %s at %i px, and none scrolls sideways, also at 320', async (language, width) => {
    for (const path of pages) {
      await page.setViewportSize({ width, height: 844 });
      await open(path, language);
      expect(await pageFaults(page), path).toEqual([]);
      if (width > 390) continue;
      await page.setViewportSize({ width: 320, height: 844 });
      expect(await sideways(page), `${path} at 320`).toBe(0);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('says so when the connection is away or the hub refuses', async () => {
    await open('/operations');
    await context.setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.locator('#am-application').getByText('أنت دون اتصال').waitFor(seconds(20));
    await context.setOffline(false);
    await page.getByRole('heading', { name: 'أجزاء المنصة' }).waitFor(seconds(60));
    await page.route('**/api/operations/jobs', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'HTTP_UNAVAILABLE', title: 'عنوان الخطأ', status: 503 }),
      }),
    );
    await page.goto(`${hub.url}/operations/jobs`);
    await page.getByText('عنوان الخطأ').waitFor(seconds(20));
    await page.unroute('**/api/operations/jobs');
  });
});
