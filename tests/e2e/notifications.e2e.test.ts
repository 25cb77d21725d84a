import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createTestHub, freePort, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

describe('"tell me when it is back", in Arabic on a phone', () => {
  let hub: TestHub;
  let port: number;
  let library: Server | undefined;
  let browser: Browser;
  let phone: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    hub = await createTestHub();
    port = await freePort();
    writeFileSync(
      `${hub.dataDir}/library.yaml`,
      `id: library\ntitle: { ar: المكتبة, en: Library }\nowner: it-center\nadapter: webapp\nconnection: { upstream: "http://127.0.0.1:${port}", host: library }\naccess: signed-in\n`,
    );
    expect(await hub.cli('system', 'add', `${hub.dataDir}/library.yaml`)).toMatchObject({ code: 0 });
    browser = await openBrowser();
    phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ar-SA' });
    page = await phone.newPage();
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/systems`);
    await page.fill('#username', 'alice');
    await page.fill('#password', 'alice-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(`${hub.url}/systems`);
  });

  afterAll(async () => {
    await browser?.close();
    library?.closeAllConnections();
    library?.close();
    await hub?.remove();
  });

  const bell = () => page.locator('.nt-bell > button');
  const tile = () => page.locator('.sy-tile', { hasText: 'المكتبة' });

  test('a system that does not answer says so and offers to tell when it is back', async () => {
    await expect
      .poll(async () => {
        await page.goto(`${hub.url}/systems`);
        await tile().waitFor();
        return tile().getByRole('button', { name: 'أبلغني حين يعود' }).count();
      }, seconds(90))
      .toBe(1);
    await tile().getByRole('button', { name: 'أبلغني حين يعود' }).click();
    await page.getByText('سنبلغك هنا حين يعود').waitFor();
    expect(await bell().getAttribute('aria-label')).toBe('الإشعارات');
  });

  test('when it answers again the bell counts one on the page that stands open, and says it to a screen reader', async () => {
    await page.goto(`${hub.url}/services`);
    await bell().waitFor();
    await page.evaluate(() => Object.assign(window, { same: true }));
    library = createServer((_request, response) => response.end('<h1>المكتبة</h1>')).listen(port, '127.0.0.1');
    await once(library, 'listening');
    await expect.poll(() => bell().getAttribute('aria-label'), seconds(180)).toBe('الإشعارات، غير المقروء: 1');
    await expect.poll(() => page.locator('.nt-bell [role=status]').textContent()).toContain('عاد النظام «المكتبة» إلى العمل');
    expect(await page.locator('.nt-badge').textContent()).toBe('1');
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
  });

  test('the page of notifications lists it once, leads to the systems, and the system can be opened again', async () => {
    await page.goto(`${hub.url}/notifications`);
    const notice = page.locator('main').getByRole('link', { name: /عاد النظام «المكتبة» إلى العمل/ });
    expect(await notice.count()).toBe(1);
    await notice.click();
    await page.waitForURL(`${hub.url}/systems`);
    await tile().waitFor();
    expect(await tile().getAttribute('href')).toContain('/auth/enter/library');
  });

  test('what was read counts no longer, on the next page too', async () => {
    await bell().click();
    await page
      .locator('#nt-panel')
      .getByRole('link', { name: /المكتبة/ })
      .waitFor();
    await expect.poll(() => bell().getAttribute('aria-label')).toBe('الإشعارات');
    await page.goto(`${hub.url}/services`);
    await bell().waitFor();
    await expect.poll(() => bell().getAttribute('aria-label')).toBe('الإشعارات');
  });
});
